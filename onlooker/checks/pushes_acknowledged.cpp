#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <vector>

#include "onlooker/check.hpp"

namespace fishtank::onlooker::check {
namespace {

using trace::Record;
using trace::RecordKind;

constexpr std::string_view kName = "pushes_acknowledged";

/// More than are ever sent once more at a time.
constexpr std::size_t kRemembered = 256;

class PushesAcknowledged : public Watch {
 public:
  void see(const Record& record, const Scene& scene) override {
    if (scene.expected().ack_within == core::kOff) return;
    switch (record.kind) {
      case RecordKind::push_accepted: std::erase(acknowledged_, record.b); return;
      case RecordKind::push_sent:
        if (std::ranges::find(acknowledged_, record.b) != acknowledged_.end()) return;
        waiting_.push_back({.message = record.b,
                            .session = record.a,
                            .due = record.at + scene.expected().ack_within});
        return;
      case RecordKind::push_acknowledged:
        std::erase_if(waiting_, [&](const Waiting& one) { return one.message == record.b; });
        acknowledged_.push_back(record.b);
        if (acknowledged_.size() > kRemembered) acknowledged_.pop_front();
        return;
      case RecordKind::server_kicked:
      case RecordKind::server_gone:
      case RecordKind::server_closed:
        std::erase_if(waiting_, [&](const Waiting& one) { return one.session == record.a; });
        return;
      default: return;
    }
  }

  /// They are waited for in the order in which they went out, for the same time each.
  Instant due() const override { return waiting_.empty() ? core::kNever : waiting_.front().due; }

  void pass(const Scene& scene) override {
    std::erase_if(waiting_, [&](const Waiting& one) {
      if (!scene.overdue(one.due, one.session)) return false;
      scene.found(kName, scene.fair(one.due),
                  fmt::format("session {} did not acknowledge message {:08x} within {}, and is "
                              "open (a client reads and acknowledges at once; one that is busy "
                              "with a message looks like D-19)",
                              one.session, one.message >> 32U, text(scene.expected().ack_within)));
      return true;
    });
  }

 private:
  struct Waiting {
    std::uint64_t message = 0;
    std::uint64_t session = 0;
    Instant due{};
  };
  std::vector<Waiting> waiting_;
  std::deque<std::uint64_t> acknowledged_;  ///< lately: a copy's acknowledgement is not recorded
};

}  // namespace

/// Bound: Expected::ack_within, unless the connection ends before.
const CheckSpec& pushes_acknowledged() {
  static constexpr CheckSpec spec{
      .name = kName,
      .about = "A push is acknowledged while the connection on which it went out is open.",
      .bound = "10s, if the policy acknowledges pushes",
      .watch = +[]() -> std::unique_ptr<Watch> { return std::make_unique<PushesAcknowledged>(); },
  };
  return spec;
}

}  // namespace fishtank::onlooker::check
