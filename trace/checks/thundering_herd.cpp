#include <fmt/format.h>

#include <cstddef>
#include <deque>
#include <vector>

#include "plan/units.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

constexpr std::int32_t kHerd = 20;  ///< fewer clients hurt nobody
constexpr Duration kWindow = core::milliseconds(100);

/// Clients of one kind.
struct Herd {
  void see(const plan::Client& kind, const Scene& scene) {
    while (!recent.empty() && scene.at() - recent.front() >= kWindow) recent.pop_front();
    if (recent.empty()) reported = false;
    recent.push_back(scene.at());
    const bool many = recent.size() * 2 > static_cast<std::size_t>(kind.count);
    if (!many || reported) return;
    reported = true;
    scene.broken(fmt::format(
        "more than half of the {} clients `{}` tried again within {} of each other; what loses its "
        "connections together must not come back together (reconnect.jitter_percent)",
        kind.count, kind.name, plan::print_duration(kWindow)));
  }

  std::deque<Instant> recent;  ///< attempts after a loss or a failure, within the window
  bool reported = false;       ///< until a window without attempts
};

struct Watch {
  static constexpr std::string_view kName = "thundering_herd";

  void see(const Record& record, const Scene& scene) {
    const bool again = state_to(record) == core::State::connecting &&
                       state_from(record) != core::State::disconnected;
    if (!again) return;
    const plan::Client& kind = plan::client_of(scene.plan(), record.client);
    if (kind.count < kHerd) return;
    herds.resize(scene.plan().clients.size());
    herds[static_cast<std::size_t>(&kind - scene.plan().clients.data())].see(kind, scene);
  }

  void finish(const Scene&) const {}

  std::vector<Herd> herds;  ///< by kind of clients
};

}  // namespace

/// Bound: of 20 clients of a kind or more, half within 100 ms. A first start is no return: when a
/// scenario starts its clients is its own business.
const CheckSpec& thundering_herd() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "Clients that lose their connections at the same moment do not all come back at the same "
          "moment.",
      .bound = "half of 20 clients of a kind, or more, within 100ms",
      .sees = kinds(RecordKind::state_changed),
      .watch = watch<Watch>(),
      .scope = Scope::run,
  };
  return spec;
}

}  // namespace fishtank::trace::check
