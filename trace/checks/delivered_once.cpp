#include <fmt/format.h>

#include <unordered_map>
#include <variant>

#include "core/message.hpp"
#include "plan/units.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

/// Only chat messages have an id of their own (protocol.md 4.3, 4.4).
constexpr std::uint8_t kChat = 0;
static_assert(std::is_same_v<std::variant_alternative_t<kChat, core::PushItem>, core::ChatMessage>);

struct Watch {
  static constexpr std::string_view kName = "delivered_once";

  void see(const Record& record, const Scene& scene) {
    if (record.kind == RecordKind::discarded) return see_discarded(record);
    if (record.detail != kChat) return;
    ++count;
    const auto [before, is_new] = delivered.try_emplace(record.b, Delivery{scene.at(), count});
    if (is_new) return;
    judge(before->second, scene);
    before->second = {scene.at(), count};
  }
  void finish(const Scene&) {}

  /// What is too old to be delivered is remembered all the same, and takes a place of the capacity.
  void see_discarded(const Record& record) {
    const bool expired = record.detail == static_cast<std::uint8_t>(core::Discard::expired);
    if (expired && record.a == kChat) ++count;
  }

  struct Delivery {
    Instant at{};
    std::uint64_t number = 0;
  };

  void judge(const Delivery& before, const Scene& scene) const {
    const auto& inbox = scene.policy().inbox;
    const bool forgotten =
        scene.at() - before.at >= inbox.dedupe_window ||
        count - before.number > static_cast<std::uint64_t>(inbox.dedupe_capacity);
    if (forgotten) return;
    scene.broken(fmt::format(
        "a message was delivered again after {}; its id is remembered for {} "
        "(inbox.dedupe_window)",
        plan::print_duration(scene.at() - before.at), plan::print_duration(inbox.dedupe_window)));
  }

  std::unordered_map<std::uint64_t, Delivery> delivered;  ///< by message; looked up, never walked
  std::uint64_t count = 0;                                ///< of messages remembered
};

}  // namespace

/// Bound: inbox.dedupe_window, and inbox.dedupe_capacity other messages.
const CheckSpec& delivered_once() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about = "No message is delivered to the application twice.",
      .bound = "inbox.dedupe_window, inbox.dedupe_capacity",
      .sees = kinds(RecordKind::deliver, RecordKind::discarded),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
