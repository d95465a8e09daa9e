#include <fmt/format.h>

#include <algorithm>

#include "plan/nearest.hpp"
#include "plan/read_plan.hpp"
#include "plan/spelling.hpp"

namespace fishtank::plan {
namespace {

using When = ExpectState::When;

/// The value of a key that the form requires; a null node if it is not there.
std::optional<Duration> take_moment(Reading& reading, MappingReader& keys, const Key& key) {
  const Node* node = keys.take(key);
  return node == nullptr ? std::nullopt : reading.moment(*node, key);
}

void read_window(Reading& reading, const Node& node, ExpectState& expected) {
  if (!node.is_list() || node.items.size() != 2) {
    reading.mistake(node, "`within` must be two moments", "as in `within: [60s, 92s]`");
    return;
  }
  const Key moment{key::within.name, Shape::value, {}, key::kMoment};
  expected.from = reading.moment(node.items[0], moment).value_or(Duration::zero());
  expected.until = reading.moment(node.items[1], moment);
}

void read_state_at(Reading& reading, MappingReader& keys, ExpectState& expected) {
  const Node* node = keys.require(key::state);
  if (node == nullptr) return;
  if (const auto state = read_state(reading, *node, key::state.name)) expected.state = *state;
}

/// `always: connected` and `never: failed`.
void read_throughout(Reading& reading, MappingReader& keys, const Node& head, const Key& key,
                     ExpectState& expected) {
  if (const auto state = read_state(reading, head, key.name)) expected.state = *state;
  expected.from = take_moment(reading, keys, key::from).value_or(Duration::zero());
  expected.until = take_moment(reading, keys, key::until);
}

ExpectState read_expected_state(Reading& reading, MappingReader& keys, const Node& head,
                                const Key& key) {
  ExpectState expected;
  if (key.name == key::always.name || key.name == key::never.name) {
    expected.when = key.name == key::always.name ? When::always : When::never;
    read_throughout(reading, keys, head, key, expected);
  } else if (key.name == key::within.name) {
    expected.when = When::within;
    read_window(reading, head, expected);
    read_state_at(reading, keys, expected);
  } else {
    expected.when = key.name == key::by.name ? When::by : When::at;
    expected.from = reading.moment(head, key).value_or(Duration::zero());
    read_state_at(reading, keys, expected);
  }
  if (expected.until && *expected.until < expected.from) {
    reading.mistake(head,
                    fmt::format("`{}` is before `{}`", print_duration(*expected.until),
                                print_duration(expected.from)),
                    "the earlier moment comes first");
  }
  return expected;
}

void report_metric(Reading& reading, const Node& node, const MetricName& name) {
  if (name.metric == nullptr) {
    std::vector<std::string_view> known;
    for (const MetricInfo& metric : reading.vocabulary().metrics) known.push_back(metric.name);
    return reading.unknown_word(node, "metric", known);
  }
  if (!name.metric->is_distribution) {
    return reading.mistake(
        node, fmt::format("`{}` is a single number and has no statistics", name.metric->name),
        fmt::format("write `metric: {}`", name.metric->name));
  }
  const auto near = nearest(name.statistic, kStatistics).value_or("max");
  reading.mistake(
      node,
      fmt::format("`{}` is a distribution: say which of its statistics is meant",
                  name.metric->name),
      fmt::format("write `{}.{}`; possible: {}", name.metric->name, near, one_of(kStatistics)));
}

std::optional<std::int64_t> take_bound(Reading& reading, MappingReader& keys, const Key& key,
                                       ValueKind unit) {
  const Node* node = keys.take(key);
  if (node == nullptr) return std::nullopt;
  const auto value = reading.value(*node, key.name, {unit});
  if (!value) return std::nullopt;
  if (const auto* duration = std::get_if<Duration>(&*value)) return duration->count();
  return std::get<std::int64_t>(*value);
}

void check_bounds(Reading& reading, const Node& head, const ExpectMetric& expected, bool has_both,
                  bool has_any) {
  if (!has_any) {
    reading.mistake(head, "this metric has no bound", "add `at_least`, `at_most` or `equals`");
  } else if (has_both) {
    reading.mistake(head, "`equals` beside `at_least` or `at_most`", "one of them says it all");
  } else if (expected.at_least && expected.at_most && *expected.at_least > *expected.at_most) {
    reading.mistake(head, "`at_least` is greater than `at_most`: no number is both");
  }
}

ExpectMetric read_metric(Reading& reading, MappingReader& keys, const Node& head) {
  ExpectMetric expected;
  const auto text = reading.value(head, key::metric.name, {ValueKind::text});
  if (text) expected.metric = std::get<std::string>(*text);
  const MetricName name = find_metric(reading.vocabulary(), expected.metric);
  if (text && !name.is_number()) report_metric(reading, head, name);
  if (!name.is_number()) {
    for (const Key& key : {key::at_least, key::at_most, key::equals}) keys.take(key);
    return expected;
  }
  const ValueKind unit = name.unit();
  const bool has_range = keys.take(key::at_least) != nullptr || keys.take(key::at_most) != nullptr;
  const bool has_equals = keys.take(key::equals) != nullptr;
  expected.at_least = take_bound(reading, keys, key::at_least, unit);
  expected.at_most = take_bound(reading, keys, key::at_most, unit);
  if (const auto equals = take_bound(reading, keys, key::equals, unit)) {
    expected.at_least = equals;
    expected.at_most = equals;
  }
  check_bounds(reading, head, expected, has_range && has_equals, has_range || has_equals);
  return expected;
}

ExpectViolation read_violation(Reading& reading, const Node& head) {
  const auto text = reading.value(head, key::violation.name, {ValueKind::text});
  if (!text) return {};
  std::vector<std::string_view> known;
  for (const CheckInfo& check : reading.vocabulary().checks) known.push_back(check.name);
  const std::string& check = std::get<std::string>(*text);
  if (std::ranges::find(known, check) == known.end()) reading.unknown_word(head, "check", known);
  return {check};
}

/// The form that the line has, by the key that tells it.
const ExpectForm* find_form(Reading& reading, const Node& line) {
  const ExpectForm* found = nullptr;
  for (const ExpectForm& form : expect_forms()) {
    if (line.find(form.head.name) == nullptr) continue;
    if (found != nullptr) {
      reading.mistake(line,
                      fmt::format("`{}` and `{}` in one line", found->head.name, form.head.name),
                      "one line for each expectation");
      return nullptr;
    }
    found = &form;
  }
  if (found == nullptr) {
    std::vector<std::string_view> names;
    for (const ExpectForm& form : expect_forms()) names.push_back(form.head.name);
    reading.mistake(line, "this line does not say what is expected",
                    fmt::format("write one of {}", one_of(names)));
  }
  return found;
}

std::optional<Expectation> read_expectation(Reading& reading, const Node& line, const Plan& plan) {
  MappingReader keys(reading, line, "an expectation");
  if (!keys.good()) return std::nullopt;
  const ExpectForm* form = find_form(reading, line);
  if (form == nullptr) return std::nullopt;
  Expectation expectation{.what = {}, .targets = {}, .mark = line.mark};
  if (const Node* targets = keys.take(key::targets)) {
    expectation.targets = read_targets(reading, *targets, plan);
  }
  const Node& head = *keys.take(form->head);
  if (form->head.name == key::metric.name) {
    expectation.what = read_metric(reading, keys, head);
  } else if (form->head.name == key::violation.name) {
    expectation.what = read_violation(reading, head);
  } else {
    expectation.what = read_expected_state(reading, keys, head, form->head);
  }
  keys.refuse_rest();
  return expectation;
}

}  // namespace

std::optional<core::State> read_state(Reading& reading, const Node& node, std::string_view label) {
  Node lower = node;
  for (char& c : lower.text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  const ValueType type{ValueKind::choice, Spelling<core::State>::words};
  const auto value = reading.value(lower, label, type);
  if (!value) return std::nullopt;
  return from_word<core::State>(std::get<std::string>(*value));
}

std::vector<Expectation> read_expectations(Reading& reading, const Node& node, const Plan& plan) {
  std::vector<Expectation> expectations;
  if (!node.is_list() || node.items.empty()) {
    reading.mistake(node, "`expect` must be a list with at least one line",
                    "as in `- {at: 30s, state: connected}`; leave it out if there are none");
    return expectations;
  }
  for (const Node& line : node.items) {
    if (auto read = read_expectation(reading, line, plan)) expectations.push_back(*std::move(read));
  }
  return expectations;
}

}  // namespace fishtank::plan
