#include "onlooker/expectations.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "onlooker/expected.hpp"
#include "trace/expect_state.hpp"

namespace fishtank::onlooker {

namespace {

using When = plan::ExpectState::When;

/// A metric that the server counts itself.
struct Counted {
  std::string_view metric;
  std::uint64_t (*count)(const Tally& tally);
};

constexpr std::array kCounted{
    Counted{"connects", [](const Tally& tally) { return tally.registrations; }},
    Counted{"reconnects", [](const Tally& tally) { return tally.reconnects; }},
    Counted{"messages_pushed", [](const Tally& tally) { return tally.pushes_accepted; }},
    Counted{"messages_redelivered", [](const Tally& tally) { return tally.pushes_redelivered; }},
    Counted{"messages_pending", [](const Tally& tally) { return tally.pushes_pending(); }},
    Counted{"chats_accepted", [](const Tally& tally) { return tally.chats_accepted; }},
};

const Counted* counted(std::string_view metric) {
  const auto* const found = std::ranges::find(kCounted, metric, &Counted::metric);
  return found == kCounted.end() ? nullptr : found;
}

bool can_judge(const plan::ExpectState& what) {
  return what.state == core::State::connected &&
         (what.when == When::by || what.when == When::within);
}
bool can_judge(const plan::ExpectMetric& what) { return counted(what.metric) != nullptr; }
bool can_judge(const plan::ExpectViolation&) { return false; }  // onlooker's checks are others

/// When the expectation can be held against what was seen.
Instant due(const plan::Expectation& expectation, const plan::Plan& plan) {
  const auto* state = std::get_if<plan::ExpectState>(&expectation.what);
  if (state == nullptr) return core::kStart + plan.duration;
  return core::kStart +
         (state->when == When::by ? state->from : state->until.value_or(plan.duration));
}

/// Real networks and busy machines are granted more time than the file says.
plan::ExpectState with_slack(plan::ExpectState what) {
  if (what.when == When::by) {
    what.from += kNetworkSlack;
  } else if (what.until) {
    *what.until += kNetworkSlack;
  }
  return what;
}

}  // namespace

bool Expectations::judges(const plan::Expectation& expectation) {
  const auto can = [](const auto& what) { return can_judge(what); };
  return expectation.targets.empty() && std::visit(can, expectation.what);
}

void Expectations::see(std::uint32_t visitor, bool is_served, Instant now) {
  const Instant end = core::kStart + plan_.duration + kNetworkSlack;
  if (plan_.expectations.empty() || now > end) return;
  auto& spans = spans_[visitor];
  if (spans.empty()) spans.push_back({.client = visitor, .from = core::kStart});
  const core::State state = is_served ? core::State::connected : core::State::disconnected;
  if (spans.back().state == state) return;
  const Instant at = std::chrono::floor<core::milliseconds>(now);  // nobody reads more
  spans.back().to = at;
  spans.push_back({.client = visitor, .state = state, .from = at});
}

bool Expectations::is_judged(const plan::Expectation& expectation, Instant end) const {
  return judges(expectation) && due(expectation, plan_) <= end;
}

/// One failure for each visitor that disappoints.
void Expectations::judge(const plan::ExpectState& what, plan::Mark mark, Instant end,
                         std::vector<trace::Failure>& failures) const {
  const Instant disturbed = trace::last_disturbance(plan_, what.from, 0);
  for (const auto& [visitor, seen] : spans_) {
    std::vector<trace::StateSpan> spans = seen;
    spans.back().to = end;
    const auto found = trace::disappointment(what, disturbed, spans);
    if (!found || !trace::disappointment(with_slack(what), disturbed, spans)) continue;
    failures.push_back({.mark = mark,
                        .expectation = "state",
                        .expected = trace::in_words(what),
                        .happened = found->happened,
                        .at = found->at,
                        .client = visitor});
  }
}

std::vector<trace::Failure> Expectations::failures(const Tally& total, Instant end) const {
  std::vector<trace::Failure> failures;
  for (const plan::Expectation& expectation : plan_.expectations) {
    if (!is_judged(expectation, end)) continue;
    if (const auto* state = std::get_if<plan::ExpectState>(&expectation.what)) {
      judge(*state, expectation.mark, end, failures);
      continue;
    }
    const auto& metric = std::get<plan::ExpectMetric>(expectation.what);
    const auto value = static_cast<std::int64_t>(counted(metric.metric)->count(total));
    auto failure = trace::judge(metric, expectation.mark, value);
    if (failure) failures.push_back(*std::move(failure));
  }
  return failures;
}

std::vector<plan::Mark> Expectations::left_out(Instant end) const {
  std::vector<plan::Mark> marks;
  for (const plan::Expectation& expectation : plan_.expectations) {
    if (!is_judged(expectation, end)) marks.push_back(expectation.mark);
  }
  return marks;
}

}  // namespace fishtank::onlooker
