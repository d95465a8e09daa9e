#include <fmt/format.h>

#include "onlooker/check.hpp"

namespace fishtank::onlooker::check {
namespace {

using trace::Record;
using trace::RecordKind;

constexpr std::string_view kName = "kick_heeded";

class KickHeeded : public Watch {
 public:
  void see(const Record& record, const Scene& scene) override {
    switch (record.kind) {
      case RecordKind::server_kicked:
        session_ = record.a;
        due_ = record.at + scene.expected().overlap;
        return;
      case RecordKind::server_registered:  // on the same connection: it is back
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
                fmt::format("session {} is open {} after the server said that it is over "
                            "(reconnect.close_timeout, and what is tolerated), and no message will "
                            "come on it; looks like D-15: a kick is unknown",
                            session_, text(scene.expected().overlap)));
    due_ = core::kNever;
  }

 private:
  std::uint64_t session_ = 0;
  Instant due_ = core::kNever;
};

}  // namespace

/// Bound: Expected::overlap.
const CheckSpec& kick_heeded() {
  static constexpr CheckSpec spec{
      .name = kName,
      .about = "After a kick the client leaves the connection or registers again.",
      .bound = "reconnect.close_timeout + 3s",
      .watch = +[]() -> std::unique_ptr<Watch> { return std::make_unique<KickHeeded>(); },
  };
  return spec;
}

}  // namespace fishtank::onlooker::check
