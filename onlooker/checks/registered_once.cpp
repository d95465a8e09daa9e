#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "onlooker/check.hpp"

namespace fishtank::onlooker::check {
namespace {

using trace::Record;
using trace::RecordKind;

constexpr std::string_view kName = "registered_once";

class RegisteredOnce : public Watch {
 public:
  void see(const Record& record, const Scene& scene) override {
    switch (record.kind) {
      case RecordKind::server_accepted:
        for (const Session& session : scene.visit().open()) {
          if (session.id == record.a) continue;
          old_.push_back({.session = session.id,
                          .beside = record.a,
                          .due = record.at + scene.expected().overlap});
        }
        return;
      case RecordKind::server_gone:
      case RecordKind::server_closed:
        std::erase_if(old_, [&](const Old& one) {
          return one.session == record.a || one.beside == record.a;
        });
        return;
      default: return;
    }
  }

  Instant due() const override { return old_.empty() ? core::kNever : old_.front().due; }

  void pass(const Scene& scene) override {
    std::erase_if(old_, [&](const Old& one) {
      if (!scene.overdue(one.due, one.session)) return false;
      scene.found(kName, scene.fair(one.due),
                  fmt::format("session {} is still open {} after session {} was opened "
                              "(reconnect.close_timeout, and what is tolerated); looks like a "
                              "connection that was left behind, as D-2 leaves one",
                              one.session, text(scene.expected().overlap), one.beside));
      return true;
    });
  }

 private:
  /// A connection beside which a newer one is open.
  struct Old {
    std::uint64_t session = 0;
    std::uint64_t beside = 0;
    Instant due{};
  };
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
