#include <fmt/format.h>

#include "onlooker/duty.hpp"

namespace fishtank::onlooker::check {
namespace {

using trace::Record;
using trace::RecordKind;

constexpr std::string_view kName = "ping_answered";

class PingAnswered : public Duty {
 public:
  PingAnswered() : Duty(kName) {}

  void see(const Record& record, const Scene& scene) override {
    switch (record.kind) {
      case RecordKind::server_accepted: return watch_session(record.a);
      case RecordKind::server_ping:  // the first one's that is unanswered counts
        if (is_of_session(record) && !is_owed()) owe_by(record.at + scene.expected().pong_within);
        return;
      case RecordKind::server_pong:
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
        "session {} is open and did not answer a Ping within {} (RFC 6455 5.5.2: as soon as is "
        "practical); looks like D-19: the client stands still, or nobody is there",
        session(), text(expected.pong_within));
  }
};

}  // namespace

/// Bound: Expected::pong_within.
const CheckSpec& ping_answered() {
  static constexpr CheckSpec spec{
      .name = kName,
      .about = "A WebSocket Ping of the server gets its Pong.",
      .bound = "20s, whatever the policy",
      .watch = +[]() -> std::unique_ptr<Watch> { return std::make_unique<PingAnswered>(); },
  };
  return spec;
}

}  // namespace fishtank::onlooker::check
