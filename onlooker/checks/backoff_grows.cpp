#include <fmt/format.h>

#include <algorithm>

#include "onlooker/check.hpp"
#include "trace/bounds.hpp"

namespace fishtank::onlooker::check {
namespace {

using trace::Record;
using trace::RecordKind;

constexpr std::string_view kName = "backoff_grows";

/// Counts the failures that the client must have counted: attempts that the server turned away and
/// connections that ended before it was served. What never reached the server (refused
/// ports, a token that could not be had) is not seen, so the count is a least one.
class BackoffGrows : public Watch {
 public:
  void see(const Record& record, const Scene& scene) override {
    if (record.kind != RecordKind::server_accepted && record.kind != RecordKind::server_turned_away)
      return;
    const auto& end = scene.visit().came_after();
    if (!end || record.at < scene.visit().timed_from()) return begin_anew(0, true);
    if (end->served) {
      begin_anew(1, !scene.expected().served_is_proof);
    } else {
      ++failures_;
    }
    const Duration gap = record.at - (end->by_server ? end->at : end->heard);
    judge(gap, record.at, scene);
  }

 private:
  void begin_anew(std::uint64_t failures, bool may_recover) {
    failures_ = failures;
    may_recover_ = may_recover;
  }

  void judge(Duration gap, Instant now, const Scene& scene) {
    const Expected& expected = scene.expected();
    if (at_limit(expected)) {
      if (expected.recovers) return begin_anew(0, false);
      return scene.found(kName, now,
                         fmt::format("an upgrade came after {} failures in a row, and "
                                     "reconnect.max_failures is {}; {}",
                                     failures_, expected.max_failures, kDefect));
    }
    const Duration wait = least_wait(expected, failures_);
    if (gap >= wait + least_wait(expected, failures_ + 1)) return begin_anew(0, true);
    if (failures_ < 2 || gap + trace::kTimerSlack >= wait) return;
    if (may_recover_ && gap >= expected.least_recovery_delay) return begin_anew(0, false);
    scene.found(kName, now,
                fmt::format("an upgrade came {} after failure {} in a row on which the client had "
                            "not been served; the delay is {} at least by then; {}",
                            text(gap), failures_, text(wait), kDefect));
  }

  bool at_limit(const Expected& expected) const {
    return expected.max_failures > 0 &&
           failures_ >= static_cast<std::uint64_t>(expected.max_failures);
  }

  static constexpr std::string_view kDefect =
      "looks like D-4: failures are forgotten too early (or D-16: before each attempt)";

  std::uint64_t failures_ = 0;  ///< in a row, at least
  bool may_recover_ = true;     ///< there may be more, and then it may be at its limit
};

}  // namespace

/// Bound: the shortest of Expected::delays after so many failures. A gap in which another attempt
/// has room begins the count anew, as does a connection on which the client was served, and once
/// a recovery that the server cannot see.
const CheckSpec& backoff_grows() {
  static constexpr CheckSpec spec{
      .name = kName,
      .about =
          "Each connection that ends before the client was served makes the next delay "
          "longer, and at the limit of failures a client without a recovery gives up.",
      .bound =
          "the shortest of reconnect.unexpected_close, network and other after so many "
          "failures, - 0.5s; reconnect.max_failures",
      .watch = +[]() -> std::unique_ptr<Watch> { return std::make_unique<BackoffGrows>(); },
  };
  return spec;
}

}  // namespace fishtank::onlooker::check
