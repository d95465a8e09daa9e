#include "trace/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "plan/units.hpp"
#include "plan/value.hpp"
#include "trace/expect_state.hpp"
#include "trace/vocabulary.hpp"
#include "trace/words.hpp"

namespace fishtank::trace {

namespace {

std::string print(std::int64_t value, plan::ValueKind unit) {
  if (unit == plan::ValueKind::duration) return plan::print_duration(Duration(value));
  return plan::print_value(value, unit);
}

/// " at least 1 and at most 3"
std::string bounds_of(const plan::ExpectMetric& what, plan::ValueKind unit) {
  if (what.at_least && what.at_least == what.at_most)
    return " equals " + print(*what.at_least, unit);
  std::string bounds;
  if (what.at_least) bounds += " at least " + print(*what.at_least, unit);
  if (what.at_least && what.at_most) bounds += " and";
  if (what.at_most) bounds += " at most " + print(*what.at_most, unit);
  return bounds;
}

/// Judges one run; each function adds what it finds to the failures.
class Judge {
 public:
  Judge(const plan::Plan& plan, const Trace& trace) : plan_(plan), trace_(trace) {}

  Verdict verdict() {
    for (const plan::Expectation& expectation : plan_.expectations) {
      std::visit([&](const auto& what) { judge(what, expectation); }, expectation.what);
    }
    judge_violations();
    judge_faults();
    return {std::move(failures_)};
  }

 private:
  /// One failure for all targets: the first that it concerns, and how many more.
  void judge(const plan::ExpectState& what, const plan::Expectation& expectation) {
    std::optional<Failure> failure;
    std::size_t others = 0;
    for (std::uint32_t client = 0; client < trace_.metrics.clients.size(); ++client) {
      if (!plan::concerns(expectation.targets, client)) continue;
      const Instant disturbed = last_disturbance(plan_, what.from, client);
      const auto found = disappointment(what, disturbed, spans_of(trace_.states, client));
      if (!found) continue;
      if (failure) {
        ++others;
        continue;
      }
      failure = Failure{
          .mark = expectation.mark,
          .expectation = "state",
          .expected = fmt::format("{} {}", plan::client_name(plan_, client), in_words(what)),
          .happened = found->happened,
          .at = found->at,
          .client = client};
    }
    if (!failure) return;
    if (others != 0) failure->happened += and_others(others, "client");
    failures_.push_back(*std::move(failure));
  }

  void judge(const plan::ExpectMetric& what, const plan::Expectation& expectation) {
    const auto value = value_of(trace_.metrics, what.metric, expectation.targets);
    auto failure = trace::judge(what, expectation.mark, value, of_whom(expectation.targets));
    if (!failure) return;
    if (value) failure->happened += outlier(what, expectation.targets, *value);
    failures_.push_back(*std::move(failure));
  }

  /// " of buyer-1 and 2 more", or a whole group by its name; nothing if there is only one whom it
  /// could be.
  std::string of_whom(const plan::Targets& targets) const {
    const std::size_t all = trace_.metrics.clients.size();
    if (all == 1) return "";
    if (targets.empty()) return fmt::format(" of all {} clients", all);
    const plan::Client& group = plan::client_of(plan_, targets.front());
    const bool all_of_it = targets.size() == static_cast<std::size_t>(group.count) &&
                           &group == &plan::client_of(plan_, targets.back());
    if (all_of_it) return " of " + group.name;
    const std::string first = plan::client_name(plan_, targets.front());
    return targets.size() == 1 ? " of " + first
                               : fmt::format(" of {} and {} more", first, targets.size() - 1);
  }

  /// Who of several has most to do with a value out of bounds: "; buyer-2 has the most, 7".
  std::string outlier(const plan::ExpectMetric& what, const plan::Targets& targets,
                      std::int64_t value) const {
    const std::size_t all = trace_.metrics.clients.size();
    const bool of_one = targets.size() == 1 || all == 1;
    if (of_one || plan::find_metric(vocabulary(), what.metric).metric->is_of_one_run) return "";
    const plan::ValueKind unit = plan::find_metric(vocabulary(), what.metric).unit();
    const bool most = what.at_most && value > *what.at_most;
    std::optional<std::int64_t> extreme;
    std::uint32_t whose = 0;
    for (std::uint32_t client = 0; client < all; ++client) {
      if (!plan::concerns(targets, client)) continue;
      const auto own = value_of(trace_.metrics, what.metric, {client});
      if (!own || (extreme && (most ? *own <= *extreme : *own >= *extreme))) continue;
      extreme = own;
      whose = client;
    }
    if (!extreme) return "";
    return fmt::format("; {} has the {}, {}", plan::client_name(plan_, whose),
                       most ? "most" : "least", print(*extreme, unit));
  }

  void judge(const plan::ExpectViolation& what, const plan::Expectation& expectation) {
    if (std::ranges::find(trace_.violations, what.check, &Violation::check) !=
        trace_.violations.end()) {
      return;
    }
    failures_.push_back({.mark = expectation.mark,
                         .expectation = "violation " + what.check,
                         .expected = fmt::format("check {} is violated", what.check),
                         .happened = "it held",
                         .at = {}});
  }

  bool is_expected(std::string_view check) const {
    return std::ranges::any_of(plan_.expectations, [&](const plan::Expectation& expectation) {
      const auto* violation = std::get_if<plan::ExpectViolation>(&expectation.what);
      return violation != nullptr && violation->check == check;
    });
  }

  /// One failure for each check that was violated: the first violation, and how many more.
  void judge_violations() {
    for (const CheckSpec* check : checks()) {
      const auto all = std::ranges::count(trace_.violations, check->name, &Violation::check);
      if (all == 0 || is_expected(check->name)) continue;
      const Violation& first =
          *std::ranges::find(trace_.violations, check->name, &Violation::check);
      std::string happened = first.message;
      if (first.client != kNoClient) {
        happened = fmt::format("{}: {}", plan::client_name(plan_, first.client), happened);
      }
      if (all > 1) happened += and_others(static_cast<std::size_t>(all - 1), "violation");
      failures_.push_back({.mark = {},
                           .expectation = fmt::format("check {}", check->name),
                           .expected = std::string(check->about),
                           .happened = std::move(happened),
                           .at = first.at,
                           .client = first.client});
    }
  }

  void judge_faults() {
    for (const std::uint16_t fault : trace_.untouched_faults) {
      failures_.push_back(met_nobody(plan_, fault - std::size_t{1}));
    }
  }

  static std::string and_others(std::size_t others, std::string_view noun) {
    return fmt::format(" (and {} more {}{})", others, noun, others == 1 ? "" : "s");
  }

  const plan::Plan& plan_;
  const Trace& trace_;
  std::vector<Failure> failures_;
};

}  // namespace

std::optional<Failure> judge(const plan::ExpectMetric& what, plan::Mark mark,
                             std::optional<std::int64_t> value, std::string_view whose) {
  const bool holds = value && (!what.at_least || *value >= *what.at_least) &&
                     (!what.at_most || *value <= *what.at_most);
  if (holds) return std::nullopt;
  const plan::ValueKind unit = plan::find_metric(vocabulary(), what.metric).unit();
  return Failure{
      .mark = mark,
      .expectation = "metric " + what.metric,
      .expected = what.metric + std::string(whose) + bounds_of(what, unit),
      .happened = value ? "it was " + print(*value, unit) : "there was nothing to measure",
      .at = {}};
}

Failure met_nobody(const plan::Plan& plan, std::size_t event) {
  const plan::Event& line = plan.timeline[event];
  return {.mark = line.mark,
          .expectation = event_name(plan, event),
          .expected = "the fault makes a difference to one of its targets",
          .happened = fmt::format("it began at {} and nothing ever met it: either the scenario "
                                  "does not test what it says, or the fault is not needed",
                                  plan::print_duration(line.at)),
          .at = core::kStart + line.at};
}

Instant last_disturbance(const plan::Plan& plan, Duration before, std::uint32_t client) {
  Instant last = core::kStart;
  for (const plan::Event& event : plan.timeline) {
    const bool counts = event.at < before && plan::concerns(event.targets, client);
    if (counts) last = std::max(last, core::kStart + event.at);
  }
  return last;
}

Verdict judge(const plan::Plan& plan, const Trace& trace) { return Judge(plan, trace).verdict(); }

}  // namespace fishtank::trace
