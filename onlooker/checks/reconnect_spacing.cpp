#include <fmt/format.h>

#include <algorithm>

#include "onlooker/check.hpp"

namespace fishtank::onlooker::check {
namespace {

using trace::Record;
using trace::RecordKind;

constexpr std::string_view kName = "reconnect_spacing";

class ReconnectSpacing : public Watch {
 public:
  void see(const Record& record, const Scene& scene) override {
    if (record.kind != RecordKind::server_accepted && record.kind != RecordKind::server_turned_away)
      return;
    const auto& end = scene.visit().came_after();
    // An end that the client made itself may be a restart or a new account; one that only it can
    // date tells nothing either.
    if (!end || !end->by_server || record.at < scene.visit().timed_from()) return;
    const Expected& expected = scene.expected();
    const Instant known = expected.open_means_alive ? end->at : end->heard;
    const Duration gap = record.at - known;
    if (gap >= least(*end, expected)) return;
    scene.found(kName, record.at,
                fmt::format("an upgrade came {} after {}, and the shortest delay is {}; {}",
                            text(record.at - end->at), what(*end), text(least(*end, expected)),
                            defect(*end)));
  }

 private:
  /// At its limit something else than a delay comes. A client that has been registered and answered
  /// is not there, if that is how it forgets its failures.
  static Duration least(const End& end, const Expected& expected) {
    if ((end.served && expected.served_is_proof) || !expected.recovers)
      return expected.least_reconnect_delay;
    return std::min(expected.least_recovery_delay, expected.least_reconnect_delay);
  }

  static std::string what(const End& end) {
    if (end.turned_away) return fmt::format("one that was turned away ({})", end.code);
    if (end.code == 0) return "the server had cut the connection";
    return fmt::format("the server had closed the connection ({})", end.code);
  }

  static std::string_view defect(const End& end) {
    if (end.turned_away) return "looks like D-20: attempts in pairs";
    if (!end.served) return "looks like D-3': a reconnect without a floor";
    if (is_clean(end.code)) return "looks like D-3: a clean close is answered at once";
    return "looks like a reconnect without a delay";
  }
};

}  // namespace

/// Bound: Expected::least_reconnect_delay; least_recovery_delay after a connection on which the
/// client was not served.
const CheckSpec& reconnect_spacing() {
  static constexpr CheckSpec spec{
      .name = kName,
      .about = "After an end that the server made, the next upgrade keeps to the shortest delay.",
      .bound =
          "the shortest of reconnect.unexpected_close, network and other after one failure, "
          "less a tenth; at the failure limit recovery.retry_delay or restart_delay; after a cut "
          "from the last that came of the client",
      .watch = +[]() -> std::unique_ptr<Watch> { return std::make_unique<ReconnectSpacing>(); },
  };
  return spec;
}

}  // namespace fishtank::onlooker::check
