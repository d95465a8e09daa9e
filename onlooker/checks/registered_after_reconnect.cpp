#include <fmt/format.h>

#include "onlooker/duty.hpp"

namespace fishtank::onlooker::check {
namespace {

using core::FrameKind;
using trace::Record;
using trace::RecordKind;

constexpr std::string_view kName = "registered_after_reconnect";

class RegisteredAfterReconnect : public Duty {
 public:
  RegisteredAfterReconnect() : Duty(kName) {}

  void see(const Record& record, const Scene& scene) override {
    switch (record.kind) {
      case RecordKind::server_accepted:
        heartbeats_ = 0;
        refused_ = false;
        watch_session(record.a);
        return owe_by(record.at + scene.expected().register_within);
      case RecordKind::server_received:
        if (is_of_session(record)) see_frame(trace::frame_kind(record.detail));
        return;
      case RecordKind::server_refused:
        if (!is_of_session(record)) return;
        refused_ = true;
        return owe_by(record.at + scene.expected().register_within);
      case RecordKind::server_registered: came_back_ = true; [[fallthrough]];
      case RecordKind::server_kicked:
      case RecordKind::server_gone:
      case RecordKind::server_closed:
        if (is_of_session(record)) settle();
        return;
      default: return;
    }
  }

 private:
  void see_frame(FrameKind kind) {
    if (kind == FrameKind::heartbeat) ++heartbeats_;
    if (kind == FrameKind::registration) settle();
  }

  std::string words(const Expected& expected) const override {
    const std::string bound =
        fmt::format("{} (connect.timeout, and what is tolerated)", text(expected.register_within));
    if (refused_) {
      return fmt::format(
          "session {} is open {} after its /reg was refused; looks like D-12: the "
          "answer is not looked at",
          session(), bound);
    }
    return fmt::format("session {} is open{} and sent no /reg within {}; {}", session(),
                       heartbeats_ > 0 ? ", sends heartbeats" : "", bound,
                       came_back_ ? "looks like D-18: no /reg after a reconnect"
                                  : "it never registered; if it is a client that came back, it "
                                    "looks like D-18");
  }

  std::uint32_t heartbeats_ = 0;  ///< on a session without /reg
  bool refused_ = false;          ///< its /reg was answered with another code than 200
  bool came_back_ = false;        ///< it has registered before
};

}  // namespace

/// Bound: Expected::register_within.
const CheckSpec& registered_after_reconnect() {
  static constexpr CheckSpec spec{
      .name = kName,
      .about = "Each connection that stays open is registered, the first and every later one.",
      .bound = "connect.timeout + 3s",
      .watch =
          +[]() -> std::unique_ptr<Watch> { return std::make_unique<RegisteredAfterReconnect>(); },
  };
  return spec;
}

}  // namespace fishtank::onlooker::check
