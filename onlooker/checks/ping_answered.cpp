#include <fmt/format.h>

#include "onlooker/check.hpp"

namespace fishtank::onlooker::check {
namespace {

using trace::Record;
using trace::RecordKind;

constexpr std::string_view kName = "ping_answered";

class PingAnswered : public Watch {
 public:
  void see(const Record& record, const Scene& scene) override {
    switch (record.kind) {
      case RecordKind::server_accepted:
        session_ = record.a;
        due_ = core::kNever;
        return;
      case RecordKind::server_ping:
        if (record.a == session_ && due_ == core::kNever) {
          due_ = record.at + scene.expected().pong_within;
        }
        return;
      case RecordKind::server_pong:
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
                fmt::format("session {} is open and did not answer a Ping within {} (RFC 6455 "
                            "5.5.2: as soon as is practical); looks like D-19: the client stands "
                            "still, or nobody is there",
                            session_, text(scene.expected().pong_within)));
    due_ = core::kNever;
  }

 private:
  std::uint64_t session_ = 0;
  Instant due_ = core::kNever;  ///< the first one's that is unanswered
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
