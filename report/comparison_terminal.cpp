#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <vector>

#include "report/comparison.hpp"

namespace fishtank::report {

namespace {

using explore::Measure;
using explore::Row;
using explore::Spread;

using Value = std::optional<std::int64_t>;

/// Four digits, in seconds: 4.30, 37.14, 165.0, 1260.
std::string seconds_text(std::int64_t ns) {
  const std::int64_t hundredths = (ns + 5'000'000) / 10'000'000;
  if (hundredths < 10'000) return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
  const std::int64_t tenths = (ns + 50'000'000) / 100'000'000;
  if (tenths < 10'000) return fmt::format("{}.{}", tenths / 10, tenths % 10);
  return fmt::format("{}", (ns + 500'000'000) / 1'000'000'000);
}

struct Column {
  std::string_view heading;
  std::size_t width;  ///< with the space before it
  bool in_seconds;
  Value (*of)(const Row&);
};

/// A statistic of a measure.
template <Measure measure, std::optional<std::int64_t> Spread::*statistic>
Value value_of(const Row& row) {
  return row.of(measure).*statistic;
}

Value not_back(const Row& row) { return static_cast<std::int64_t>(row.not_back); }

constexpr std::size_t kTime = 6;

template <Measure measure>
constexpr std::array<Column, 3> spread_of() {
  return {{{"p50", kTime, true, value_of<measure, &Spread::p50>},
           {"p99", kTime, true, value_of<measure, &Spread::p99>},
           {"max", kTime, true, value_of<measure, &Spread::max>}}};
}

std::vector<Column> columns_of(const explore::Setup& setup) {
  std::vector<Column> columns;
  const auto add = [&](const std::array<Column, 3>& three) {
    columns.insert(columns.end(), three.begin(), three.end());
  };
  add(spread_of<Measure::detection_latency>());
  add(spread_of<Measure::recovery_latency>());
  add(spread_of<Measure::out_of_service>());
  columns.push_back({"never", 6, false, not_back});
  columns.push_back({"msgs", 5, false, value_of<Measure::messages_missed, &Spread::max>});
  if (setup.clients == 1) {
    columns.push_back({"open", 5, false, value_of<Measure::attempts, &Spread::max>});
  } else {
    columns.push_back({"peak", 5, false, value_of<Measure::peak_attempts, &Spread::max>});
  }
  columns.push_back({"call", 5, false, value_of<Measure::token_calls, &Spread::max>});
  return columns;
}

std::string text_of(const Column& column, const Value& value) {
  if (!value) return "-";
  if (*value == explore::kNever) return "never";
  return column.in_seconds ? seconds_text(*value) : fmt::format("{}", *value);
}

/// The greatest value of a column, if not all rows have it: what there is to warn of.
Value worst_of(const Column& column, std::span<const Row> rows) {
  Value worst;
  for (const Row& row : rows) worst = std::max(worst, column.of(row));
  const bool same = std::all_of(rows.begin(), rows.end(), [&](const Row& row) {
    return text_of(column, column.of(row)) == text_of(column, worst);
  });
  return same ? std::nullopt : worst;
}

std::string aligned(std::string text, std::size_t width, std::string_view painted) {
  const std::size_t gap = width - std::min(width, columns(text));
  return std::string(gap, ' ').append(painted);
}

std::string table(std::span<const Row> rows, std::span<const Column> shown, std::size_t names,
                  const Style& style) {
  std::vector<Value> worst;
  for (const Column& column : shown) worst.push_back(worst_of(column, rows));
  std::string text;
  for (const Row& row : rows) {
    const std::string name = printable(row.subject);
    text += ' ' + name + std::string(names - columns(name), ' ');
    for (std::size_t index = 0; index < shown.size(); ++index) {
      const Value value = shown[index].of(row);
      const std::string plain = text_of(shown[index], value);
      const bool bad = worst[index] && plain == text_of(shown[index], worst[index]);
      text += aligned(plain, shown[index].width, bad ? style.bad(plain) : plain);
    }
    text += '\n';
  }
  return text;
}

/// The two lines above the first table: what the groups of columns are, and the columns.
std::string head(std::span<const Column> shown, std::size_t names, const Style& style) {
  std::string groups(names + 1, ' ');
  for (const std::string_view group : {"detection", "recovery", "out of service"}) {
    groups += fmt::format("{:>{}}", group, 3 * kTime);
  }
  std::string line = fmt::format(" {:{}}", "profile", names);
  for (const Column& column : shown) line += fmt::format("{:>{}}", column.heading, column.width);
  return style.heading(groups) + '\n' + style.heading(line) + '\n';
}

/// "a", "a and b", "a, b and 3 more".
std::string list_of(const std::vector<std::string>& names) {
  constexpr std::size_t kNamed = 3;
  std::string text;
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (index == kNamed && names.size() > kNamed + 1) {
      return text + fmt::format(" and {} more", names.size() - kNamed);
    }
    const bool last = index + 1 == names.size();
    text += (index == 0 ? "" : last ? " and " : ", ") + names[index];
  }
  return text;
}

bool kept(const Row& row) { return row.not_back == 0 && row.of(Measure::time_to_be_back).max == 0; }

template <typename Wanted>
std::vector<std::string> names_of(std::span<const Row> rows, Wanted wanted) {
  std::vector<std::string> names;
  for (const Row& row : rows) {
    if (wanted(row)) names.push_back(printable(row.subject));
  }
  return names;
}

/// Those that are back as soon as the first row, unless that is never or they are all.
std::string back_first(std::span<const Row> rows) {
  std::vector<std::string> names = names_of(rows, kept);
  if (!names.empty()) return fmt::format("No connection lost by {}.", list_of(names));
  const auto back = [](const Row& row) {
    return std::pair(row.not_back, row.of(Measure::time_to_be_back).p50);
  };
  const auto best = back(rows.front());
  names = names_of(rows, [&](const Row& row) { return back(row) == best; });
  if (names.size() == rows.size() || best.second == explore::kNever) return "";
  return fmt::format("Back first: {}, half of them {} s after it began.", list_of(names),
                     seconds_text(best.second.value_or(0)));
}

std::string not_all_back(std::span<const Row> rows) {
  std::vector<std::string> names;
  for (const Row& row : rows) {
    if (row.not_back == 0) continue;
    const std::string_view unnoticed = row.unnoticed == row.not_back ? ", unnoticed" : "";
    names.push_back(fmt::format("{} ({} of {}{}; seed {})", printable(row.subject), row.not_back,
                                row.clients, unnoticed, static_cast<std::uint64_t>(row.worst)));
  }
  return names.empty() ? "" : fmt::format("Not back: {}.", list_of(names));
}

std::string untouched(std::span<const Row> rows, std::size_t seeds) {
  const bool all =
      std::all_of(rows.begin(), rows.end(), [&](const Row& row) { return row.untouched == seeds; });
  return all ? "In no run did all of these faults make a difference." : "";
}

std::string sentences(std::span<const Row> rows, std::size_t seeds) {
  return wrap(back_first(rows), 1) + wrap(not_all_back(rows), 1) + wrap(untouched(rows, seeds), 1);
}

std::string legend(const explore::Comparison& comparison) {
  const auto seed = [](core::Seed value) { return static_cast<std::uint64_t>(value); };
  const bool single = comparison.setup.clients == 1;
  return wrap(
      fmt::format(
          "Seconds; seeds {}..{}, {} client{} in each run. never: clients that were not in "
          "service {} minutes after the trouble was over. The most of a run: msgs, messages "
          "of a client that its application never saw; {}; call, token calls of a client. "
          "docs/comparing.md explains more.",
          seed(comparison.seeds.front()), seed(comparison.seeds.back()), comparison.setup.clients,
          single ? "" : "s", std::chrono::duration_cast<core::minutes>(explore::kAftermath).count(),
          single ? "open, connections opened or tried"
                 : "peak, connections opened or tried by all in one second"),
      0);
}

}  // namespace

std::string terminal(const explore::Comparison& comparison, const Style& style) {
  const std::vector<Column> shown = columns_of(comparison.setup);
  std::size_t names = std::string_view("profile").size();
  for (const Row& row : comparison.rows) names = std::max(names, columns(printable(row.subject)));
  std::string text = head(shown, names, style);
  const std::span<const Row> rows(comparison.rows);
  for (std::size_t first = 0; first < rows.size();) {
    std::size_t end = first;
    while (end < rows.size() && rows[end].trouble == rows[first].trouble) ++end;
    const auto group = rows.subspan(first, end - first);
    text += style.heading(printable(group.front().trouble)) + '\n' +
            table(group, shown, names, style) + sentences(group, comparison.seeds.size()) + '\n';
    first = end;
  }
  return text + legend(comparison);
}

}  // namespace fishtank::report
