#include <fmt/format.h>

#include "onlooker/duty.hpp"

namespace fishtank::onlooker::check {
namespace {

using core::FrameKind;
using trace::Record;
using trace::RecordKind;

constexpr std::string_view kName = "app_ping_answered";

class AppPingAnswered : public Duty {
 public:
  AppPingAnswered() : Duty(kName) {}

  void see(const Record& record, const Scene& scene) override {
    if (scene.expected().app_pong_within == core::kOff) return;
    switch (record.kind) {
      case RecordKind::server_accepted: return watch_session(record.a);
      case RecordKind::server_app_ping:  // the first one's that is unanswered counts
        if (is_of_session(record) && !is_owed()) {
          owe_by(record.at + scene.expected().app_pong_within);
        }
        return;
      case RecordKind::server_received:
        if (!is_of_session(record) || trace::frame_kind(record.detail) != FrameKind::app_pong) {
          return;
        }
        knows_it_ = true;
        return settle();
      case RecordKind::server_gone:
      case RecordKind::server_closed:
        if (is_of_session(record)) settle();
        return;
      default: return;
    }
  }

 private:
  std::string words(const Expected& expected) const override {
    return fmt::format(
        "session {} is open and did not answer {{\"type\":\"ping\"}} within {} (a pong goes out at "
        "once); looks like {}",
        session(), text(expected.app_pong_within),
        knows_it_ ? "D-19: the client stands still"
                  : "D-15: the ping of an application is unknown");
  }

  bool knows_it_ = false;  ///< it has answered one, on whatever connection
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
