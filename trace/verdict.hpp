#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"
#include "trace/recorder.hpp"

namespace fishtank::trace {

/// Something that is not as the scenario or a check wants it, in words for people who do not read
/// code.
struct Failure {
  plan::Mark mark;  ///< of the line in the scenario; line 0: a check, which watches every run
  std::string expectation;    ///< short: "state", "metric reconnects", "check zombie", "fault drop"
  std::string expected;       ///< what should have been
  std::string happened;       ///< what was instead, and when
  std::optional<Instant> at;  ///< the moment to look at; none: it concerns the whole run
  std::uint32_t client = kNoClient;  ///< whom to look at

  bool operator==(const Failure&) const = default;
};

struct Verdict {
  std::vector<Failure> failures;  ///< the expectations in the order of the file, then the others

  bool passed() const { return failures.empty(); }

  bool operator==(const Verdict&) const = default;
};

/// The failure of an expectation of a metric, if it has that value (none: there was nothing to
/// measure); nothing: it holds. `whose`: " of buyer-1"; empty: it is plain whose it is.
std::optional<Failure> judge(const plan::ExpectMetric& what, plan::Mark mark,
                             std::optional<std::int64_t> value, std::string_view whose = {});

/// The failure of a fault that has begun and made no difference to anybody.
Failure met_nobody(const plan::Plan& plan, std::size_t event);

/// When the last line of the timeline before that moment began to concern the client.
Instant last_disturbance(const plan::Plan& plan, Duration before, std::uint32_t client);

/// Whether the run went as its plan expects: every expectation holds, no check is violated that the
/// plan does not expect to be, and every fault that began made a difference.
Verdict judge(const plan::Plan& plan, const Trace& trace);

}  // namespace fishtank::trace
