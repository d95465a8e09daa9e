#include <fmt/format.h>

#include "onlooker/duty.hpp"

namespace fishtank::onlooker::check {
namespace {

using trace::Record;
using trace::RecordKind;

constexpr std::string_view kName = "silent_peer_left";

class SilentPeerLeft : public Duty {
 public:
  SilentPeerLeft() : Duty(kName) {}

  void see(const Record& record, const Scene& scene) override {
    switch (record.kind) {
      case RecordKind::server_accepted: watch_session(record.a); return answered();
      case RecordKind::server_received:
      case RecordKind::server_withheld:
        if (is_of_session(record)) see_request(record.at, scene);
        return;
      case RecordKind::server_gone:
      case RecordKind::server_closed:
        if (is_of_session(record)) answered();
        return;
      default: return;
    }
  }

 private:
  void see_request(Instant now, const Scene& scene) {
    switch (scene.visit().answer()) {
      case Answer::none: return;
      case Answer::other:
        ++others_;
        if (scene.expected().any_answer_counts) answered();
        return;
      case Answer::heartbeat:
        last_heartbeat_ = now;
        before_ = {unanswered_, others_, due()};
        return answered();
      case Answer::heartbeat_withheld:
        if (last_heartbeat_ == now) {  // it was taken for answered at first
          unanswered_ = before_.unanswered;
          others_ = before_.others;
          owe_by(before_.due);
        }
        last_heartbeat_ = now;
        if (unanswered_++ == 0) owe_by(now + scene.expected().leave_within);
    }
  }

  void answered() {
    unanswered_ = 0;
    others_ = 0;
    settle();
  }

  /// No heartbeat came for a while: a cookie refresh, which starts the clock anew, or D-2.
  bool is_excused(Instant& due, const Scene& scene) override {
    const Expected& expected = scene.expected();
    const Duration gap = expected.heartbeat_interval + expected.heartbeat_tolerance;
    return due - last_heartbeat_ > gap && pauses_.excuse(due, scene);
  }

  std::string words(const Expected& expected) const override {
    return fmt::format(
        "session {} is still open {} after the first of {} heartbeats that got no answer "
        "(heartbeat.timeout, and what is tolerated); {}",
        session(), text(expected.leave_within), unanswered_, defect());
  }

  std::string_view defect() const {
    if (others_ > 0) return "looks like D-5: other traffic hides the silence";
    if (unanswered_ == 1)
      return "looks like D-2: the heartbeat has ended and the socket stays open";
    return "looks like D-1: the answers are not waited for (or D-18: they are ignored)";
  }

  struct Before {
    std::uint32_t unanswered = 0;
    std::uint32_t others = 0;
    Instant due = core::kNever;
  };

  Instant last_heartbeat_{};
  std::uint32_t unanswered_ = 0;  ///< heartbeats, in a row
  std::uint32_t others_ = 0;      ///< answers to something else meanwhile
  Before before_;                 ///< as it was at the last heartbeat that seemed to be answered
  Pauses pauses_;
};

}  // namespace

/// Bound: Expected::leave_within.
const CheckSpec& silent_peer_left() {
  static constexpr CheckSpec spec{
      .name = kName,
      .about = "A client leaves a server that does not answer its heartbeats.",
      .bound =
          "heartbeat.timeout (of xianyu-live, if the policy has none) + "
          "reconnect.close_timeout + 3.5s, from the first heartbeat without an answer",
      .watch = +[]() -> std::unique_ptr<Watch> { return std::make_unique<SilentPeerLeft>(); },
  };
  return spec;
}

}  // namespace fishtank::onlooker::check
