#include <fmt/format.h>

#include "onlooker/duty.hpp"

namespace fishtank::onlooker::check {
namespace {

using trace::Record;
using trace::RecordKind;

constexpr std::string_view kName = "heartbeats_on_time";

class HeartbeatsOnTime : public Duty {
 public:
  HeartbeatsOnTime() : Duty(kName) {}

  void see(const Record& record, const Scene& scene) override {
    if (scene.expected().heartbeat_interval == core::kOff) return;
    switch (record.kind) {
      case RecordKind::server_accepted: return watch_session(record.a);
      case RecordKind::server_registered:
        if (!is_of_session(record) || is_owed()) return;
        return wait(record.at, scene.expected().first_heartbeat_within);
      case RecordKind::server_received:
        if (trace::frame_kind(record.detail) == core::FrameKind::heartbeat) {
          heartbeat(record, scene);
        }
        return;
      case RecordKind::server_refused:
      case RecordKind::server_kicked:
      case RecordKind::server_gone:
      case RecordKind::server_closed:
        if (is_of_session(record)) settle();
        return;
      default: return;
    }
  }

 private:
  void heartbeat(const Record& record, const Scene& scene) {
    const Session* session = scene.visit().find(session_of(record));
    if (session == nullptr || !is_of_session(record) || !session->registered) return;
    const Expected& expected = scene.expected();
    wait(record.at, expected.heartbeat_interval + expected.heartbeat_tolerance);
  }

  void wait(Instant since, Duration bound) {
    bound_ = bound;
    owe_by(since + bound);
  }

  bool is_excused(Instant& due, const Scene& scene) override { return pauses_.excuse(due, scene); }

  std::string words(const Expected& expected) const override {
    const bool is_first = bound_ == expected.first_heartbeat_within;
    return fmt::format(
        "session {} is registered and open, and no heartbeat came within {} of {} "
        "(heartbeat.interval {}{}, and what is tolerated); looks like D-2: the heartbeat has ended "
        "and the socket stays open",
        session(), text(bound_), is_first ? "the registration" : "the last one",
        text(expected.heartbeat_interval), is_first ? ", after connect.timeout" : "");
  }

  Duration bound_{};
  Pauses pauses_;
};

}  // namespace

/// Bound: Expected::heartbeat_interval and heartbeat_tolerance; now and then heartbeat_pause more.
const CheckSpec& heartbeats_on_time() {
  static constexpr CheckSpec spec{
      .name = kName,
      .about = "A registered session sends heartbeats on time for as long as it is open.",
      .bound =
          "heartbeat.interval (or heartbeat.retry_delay, if longer) + heartbeat.send_timeout "
          "+ 3.5s; connect.timeout more for the first; cookie.refresh_timeout more each "
          "cookie.refresh_interval",
      .watch = +[]() -> std::unique_ptr<Watch> { return std::make_unique<HeartbeatsOnTime>(); },
  };
  return spec;
}

}  // namespace fishtank::onlooker::check
