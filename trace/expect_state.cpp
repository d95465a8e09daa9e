#include "trace/expect_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "plan/units.hpp"

namespace fishtank::trace {

namespace {

using When = plan::ExpectState::When;

std::string print(Instant at) { return plan::print_duration(at.time_since_epoch()); }

/// What has to hold, and when.
struct Window {
  Instant from{};
  Instant until{};

  /// Whether the client was in that state at some moment of the window, if only in passing.
  bool meets(const StateSpan& span, Instant end) const {
    const bool over_before = span.to <= from && span.from < from && span.to != end;
    return span.from <= until && !over_before;
  }
};

/// Where the state at a moment stands: the last one entered until then.
std::size_t index_at(std::span<const StateSpan> spans, Instant at) {
  const auto after = std::ranges::upper_bound(spans, at, {}, &StateSpan::from);
  return static_cast<std::size_t>(after - spans.begin()) - 1;
}

std::string was(const StateSpan& span) {
  if (span.from == span.to)
    return fmt::format("it was {} at {}", name(span.state), print(span.from));
  return fmt::format("it was {} from {} to {}", name(span.state), print(span.from), print(span.to));
}

std::string was_at(std::span<const StateSpan> spans, Instant at) {
  const StateSpan& span = spans[index_at(spans, at)];
  return fmt::format("it was {} at {}, since {}", name(span.state), print(at), print(span.from));
}

/// It is in that state then, or was since the last disturbance; what it was before does not count.
std::optional<Disappointment> judge_by(const plan::ExpectState& expected, Instant deadline,
                                       Instant disturbed, std::span<const StateSpan> spans) {
  std::string later = "it did not enter that state later";
  for (const StateSpan& span : spans) {
    if (span.state != expected.state) continue;
    const bool is_then =
        span.from <= deadline && (span.to > deadline || span.to == spans.back().to);
    const bool entered_in_time = span.from > disturbed && span.from <= deadline;
    if (is_then || entered_in_time) return std::nullopt;
    if (span.from > deadline) {
      later = fmt::format("it entered that state only at {}", print(span.from));
      break;
    }
  }
  return Disappointment{deadline, fmt::format("{}; {}", was_at(spans, deadline), later)};
}

std::optional<Disappointment> judge_within(const plan::ExpectState& expected, const Window& window,
                                           std::span<const StateSpan> spans) {
  // The first span is where the client was put, not what it entered.
  std::string entered;
  for (const StateSpan& span : spans.subspan(1)) {
    if (span.state != expected.state) continue;
    if (span.from >= window.from && span.from <= window.until) return std::nullopt;
    entered += fmt::format("{}{}", entered.empty() ? "" : ", ", print(span.from));
  }
  return Disappointment{window.until, entered.empty() ? "it never entered that state"
                                                      : "it entered that state at " + entered};
}

/// The first span in the window that must not be there.
std::optional<Disappointment> judge_all(const Window& window, std::span<const StateSpan> spans,
                                        auto is_wrong) {
  for (const StateSpan& span : spans) {
    if (window.meets(span, spans.back().to) && is_wrong(span.state)) {
      return Disappointment{std::max(span.from, window.from), was(span)};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Disappointment> disappointment(const plan::ExpectState& expected, Instant disturbed,
                                             std::span<const StateSpan> spans) {
  const Instant end = spans.back().to;
  const Window window{.from = core::kStart + expected.from,
                      .until = expected.until ? core::kStart + *expected.until : end};
  switch (expected.when) {
    case When::at:
      if (spans[index_at(spans, window.from)].state == expected.state) return std::nullopt;
      return Disappointment{window.from, was_at(spans, window.from)};
    case When::by: return judge_by(expected, window.from, disturbed, spans);
    case When::within: return judge_within(expected, window, spans);
    case When::always:
      // What it only passed through at the first moment came before that moment's state.
      return judge_all(window, spans.subspan(index_at(spans, window.from)),
                       [&](core::State state) { return state != expected.state; });
    case When::never:
      return judge_all(window, spans, [&](core::State state) { return state == expected.state; });
  }
  return std::nullopt;
}

std::string in_words(const plan::ExpectState& expected) {
  const std::string_view state = name(expected.state);
  const std::string from = plan::print_duration(expected.from);
  const std::string until =
      expected.until ? plan::print_duration(*expected.until) : "the end of the run";
  switch (expected.when) {
    case When::at: return fmt::format("{} at {}", state, from);
    case When::by: return fmt::format("{} by {}", state, from);
    case When::within: return fmt::format("{} entered within {} to {}", state, from, until);
    case When::always: return fmt::format("{} always from {} to {}", state, from, until);
    case When::never: return fmt::format("{} never from {} to {}", state, from, until);
  }
  return {};
}

}  // namespace fishtank::trace
