#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "onlooker/check.hpp"

namespace fishtank::onlooker::check {
namespace {

using trace::Record;
using trace::RecordKind;

constexpr std::string_view kName = "registered_once";

/// Of each connection only the next newer one that is open is looked at: what is said of it holds
/// of all others beside it, and a visitor with hundreds would otherwise cost their square.
class RegisteredOnce : public Watch {
 public:
  void see(const Record& record, const Scene& scene) override {
    switch (record.kind) {
      case RecordKind::server_accepted: return supersede(scene);
      case RecordKind::server_gone:
      case RecordKind::server_closed: return end(record.a, scene);
      default: return;
    }
  }

  Instant due() const override {
    Instant due = core::kNever;
    for (const Old& one : old_) due = std::min(due, one.due);
    return due;
  }

  void pass(const Scene& scene) override {
    for (Old& one : old_) {
      if (one.due == core::kNever || !scene.overdue(one.due, one.session)) continue;
      scene.found(kName, scene.fair(one.due),
                  fmt::format("session {} is still open {} after session {} was opened "
                              "(reconnect.close_timeout, and what is tolerated); looks like a "
                              "connection that was left behind, as D-2 leaves one",
                              one.session, text(scene.expected().overlap), one.beside));
      one.due = core::kNever;
    }
  }

 private:
  /// A connection beside which a newer one is open.
  struct Old {
    std::uint64_t session = 0;
    std::uint64_t beside = 0;
    Instant due{};  ///< kNever: it was found
  };

  /// A connection has opened: the one before it is old.
  void supersede(const Scene& scene) {
    const auto open = scene.visit().open();
    if (open.size() >= 2) old_.push_back(beside(open[open.size() - 2], open.back(), scene));
  }

  void end(std::uint64_t session, const Scene& scene) {
    std::erase_if(old_, [&](const Old& one) { return one.session == session; });
    const auto one = std::ranges::find(old_, session, &Old::beside);
    if (one == old_.end()) return;
    const auto open = scene.visit().open();
    const auto place = std::ranges::find(open, one->session, &Session::id);
    if (place == open.end() || place + 1 == open.end()) {
      old_.erase(one);
    } else if (one->due != core::kNever) {
      *one = beside(*place, *(place + 1), scene);
    } else {
      one->beside = (place + 1)->id;
    }
  }

  static Old beside(const Session& old, const Session& newer, const Scene& scene) {
    return {
        .session = old.id, .beside = newer.id, .due = newer.accepted + scene.expected().overlap};
  }

  std::vector<Old> old_;
};

}  // namespace

/// Bound: Expected::overlap.
const CheckSpec& registered_once() {
  static constexpr CheckSpec spec{
      .name = kName,
      .about = "A visitor has one connection; when it opens another it has let go of the old one.",
      .bound = "reconnect.close_timeout + 3s",
      .watch = +[]() -> std::unique_ptr<Watch> { return std::make_unique<RegisteredOnce>(); },
  };
  return spec;
}

}  // namespace fishtank::onlooker::check
