#include <fmt/format.h>

#include "onlooker/check.hpp"

namespace fishtank::onlooker::check {
namespace {

using trace::Record;
using trace::RecordKind;

constexpr std::string_view kName = "silent_peer_left";

class SilentPeerLeft : public Watch {
 public:
  void see(const Record& record, const Scene& scene) override {
    switch (record.kind) {
      case RecordKind::server_accepted:
        session_ = record.a;
        answered();
        return;
      case RecordKind::server_received:
      case RecordKind::server_withheld:
        if (session_of(record) == session_) see_request(record.at, scene);
        return;
      case RecordKind::server_gone:
      case RecordKind::server_closed:
        if (record.a == session_) answered();
        return;
      default: return;
    }
  }

  Instant due() const override { return due_; }

  void pass(const Scene& scene) override {
    while (scene.overdue(due_, session_) && !(paused(scene) && pauses_.excuse(due_, scene))) {
      scene.found(kName, scene.fair(due_), words(scene.expected()));
      due_ = core::kNever;
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
        before_ = {unanswered_, others_, due_};
        return answered();
      case Answer::heartbeat_withheld:
        if (last_heartbeat_ == now) {  // it was taken for answered at first
          unanswered_ = before_.unanswered;
          others_ = before_.others;
          due_ = before_.due;
        }
        last_heartbeat_ = now;
        if (unanswered_++ == 0) due_ = now + scene.expected().leave_within;
    }
  }

  void answered() {
    unanswered_ = 0;
    others_ = 0;
    due_ = core::kNever;
  }

  /// No heartbeat came for a while: a cookie refresh, which starts the clock anew, or D-2.
  bool paused(const Scene& scene) const {
    const Expected& expected = scene.expected();
    return due_ - last_heartbeat_ > expected.heartbeat_interval + expected.heartbeat_tolerance;
  }

  std::string words(const Expected& expected) const {
    return fmt::format(
        "session {} is still open {} after the first of {} heartbeats that got no answer "
        "(heartbeat.timeout, and what is tolerated); {}",
        session_, text(expected.leave_within), unanswered_, defect());
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

  std::uint64_t session_ = 0;
  Instant last_heartbeat_{};
  std::uint32_t unanswered_ = 0;  ///< heartbeats, in a row
  std::uint32_t others_ = 0;      ///< answers to something else meanwhile
  Instant due_ = core::kNever;
  Before before_;  ///< as it was at the last heartbeat that seemed to be answered
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
