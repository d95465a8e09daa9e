#include <fmt/format.h>

#include "onlooker/check.hpp"

namespace fishtank::onlooker::check {
namespace {

using core::FrameKind;
using trace::Record;
using trace::RecordKind;

constexpr std::string_view kName = "app_ping_answered";

class AppPingAnswered : public Watch {
 public:
  void see(const Record& record, const Scene& scene) override {
    if (scene.expected().app_pong_within == core::kOff) return;
    switch (record.kind) {
      case RecordKind::server_accepted:
        session_ = record.a;
        due_ = core::kNever;
        return;
      case RecordKind::server_app_ping:
        if (record.a == session_ && due_ == core::kNever) {
          due_ = record.at + scene.expected().app_pong_within;
        }
        return;
      case RecordKind::server_received:
        if (session_of(record) == session_ &&
            trace::frame_kind(record.detail) == FrameKind::app_pong) {
          due_ = core::kNever;
          knows_it_ = true;
        }
        return;
      case RecordKind::server_gone:
      case RecordKind::server_closed:
        if (record.a == session_) due_ = core::kNever;
        return;
      default: return;
    }
  }

  Instant due() const override { return due_; }

  void pass(const Scene& scene) override {
    if (!scene.overdue(due_, session_)) return;
    scene.found(kName, scene.fair(due_),
                fmt::format("session {} is open and did not answer {{\"type\":\"ping\"}} within {} "
                            "(a pong goes out at once); looks like {}",
                            session_, text(scene.expected().app_pong_within),
                            knows_it_ ? "D-19: the client stands still"
                                      : "D-15: the ping of an application is unknown"));
    due_ = core::kNever;
  }

 private:
  std::uint64_t session_ = 0;
  Instant due_ = core::kNever;  ///< the first one's that is unanswered
  bool knows_it_ = false;       ///< it has answered one, on whatever connection
};

}  // namespace

/// Bound: Expected::app_pong_within, unless the connection ends before.
const CheckSpec& app_ping_answered() {
  static constexpr CheckSpec spec{
      .name = kName,
      .about = "The server's {\"type\":\"ping\"} is answered with {\"type\":\"pong\"}.",
      .bound = "10s, unless the policy neither answers it nor acknowledges pushes",
      .watch = +[]() -> std::unique_ptr<Watch> { return std::make_unique<AppPingAnswered>(); },
  };
  return spec;
}

}  // namespace fishtank::onlooker::check
