#include <fmt/format.h>

#include "trace/losses.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

struct Watch {
  static constexpr std::string_view kName = "legal_transitions";

  void see(const Record& record, const Scene& scene) {
    const core::State from = state_from(record);
    const core::State to = state_to(record);
    if (from != state) {
      scene.broken(fmt::format("{} -> {} was reported, but the client was {}", name(from), name(to),
                               name(state)));
    } else if (!core::is_legal(from, to)) {
      scene.broken(fmt::format("{} -> {} ({}) is no arrow of behaviour.md, \"States\"", name(from),
                               name(to), name(reason_of(record))));
    } else if (const auto level = static_cast<core::Level>(record.b); level != level_of(to)) {
      scene.broken(fmt::format("entering {} was reported as {}; it is {}", name(to), name(level),
                               name(level_of(to))));
    }
    state = to;
  }
  void finish(const Scene&) {}

  core::State state = core::State::disconnected;
};

}  // namespace

/// Bound: none. The arrows are those of core::transitions().
const CheckSpec& legal_transitions() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "The state changes only along the arrows of the table of states, from the state "
          "that it was in, and each change is reported with the level of the state entered.",
      .bound = "",
      .sees = kinds(RecordKind::state_changed),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
