#include <fmt/format.h>

#include <array>

#include "plan/units.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

constexpr std::size_t kAttempts = 5;
constexpr Duration kWindow = core::seconds(10);

struct Watch {
  static constexpr std::string_view kName = "hot_loop";

  void see(const Record& record, const Scene& scene) {
    if (record.kind == RecordKind::account_enabled) {
      seen = 0;  // the account's owner may switch as often as he likes
      return;
    }
    Instant& oldest = opened_at[seen % kAttempts];
    if (seen >= kAttempts && scene.at() - oldest < kWindow) {
      scene.broken(fmt::format("{} connection attempts within {}; more than {} in {} is a hot loop",
                               kAttempts + 1, plan::print_duration(scene.at() - oldest), kAttempts,
                               plan::print_duration(kWindow)));
    }
    oldest = scene.at();
    ++seen;
  }
  void finish(const Scene&) {}

  std::array<Instant, kAttempts> opened_at{};  ///< a ring
  std::uint32_t seen = 0;
};

}  // namespace

/// Bound: 5 attempts in 10 s. The shortest documented wait is 3 s, which makes 4; one more for a
/// new token.
const CheckSpec& hot_loop() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about = "A client that cannot stay connected does not hammer the server.",
      .bound = "5 attempts in any 10s, whatever the policy",
      .sees = kinds(RecordKind::open_transport, RecordKind::account_enabled),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
