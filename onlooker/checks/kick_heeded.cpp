#include <fmt/format.h>

#include "onlooker/duty.hpp"

namespace fishtank::onlooker::check {
namespace {

using trace::Record;
using trace::RecordKind;

constexpr std::string_view kName = "kick_heeded";

class KickHeeded : public Duty {
 public:
  KickHeeded() : Duty(kName) {}

  void see(const Record& record, const Scene& scene) override {
    switch (record.kind) {
      case RecordKind::server_kicked:
        watch_session(record.a);
        return owe_by(record.at + scene.expected().overlap);
      case RecordKind::server_registered:  // on the same connection: it is back
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
        "session {} is open {} after the server said that it is over (reconnect.close_timeout, and "
        "what is tolerated), and no message will come on it; looks like D-15: a kick is unknown",
        session(), text(expected.overlap));
  }
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
