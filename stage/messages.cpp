#include "stage/messages.hpp"

#include <string>

#include "stage/people.hpp"

namespace fishtank::stage {

namespace {

/// "3500000000001.PNM": the id that the action gives, or one of its own for each message.
core::MessageId message_id(const plan::PushAction& action, const MessageKey& key,
                           std::uint32_t member) {
  if (!action.id.empty()) return std::string_view(action.id);
  core::Random random(core::derive(key.plan_seed, "message",
                                   (std::uint64_t{key.client} << 40U) |
                                       (std::uint64_t{key.event} << 24U) |
                                       (key.repetition + member)));
  constexpr std::uint64_t kIds = 1'000'000'000'000;
  return std::string_view(std::to_string(3 * kIds + random.below(kIds)) + ".PNM");
}

core::PushItem message(const plan::PushAction& action, const MessageKey& key, std::uint32_t member,
                       std::int64_t created_ms) {
  using Kind = plan::PushAction::Kind;
  const core::UserId sender = user_id_of(action.from);
  switch (action.kind) {
    case Kind::order: return core::OrderStatus{.user = sender, .text = action.text};
    case Kind::typing: return core::Typing{};
    case Kind::receipt:
      return core::ReadReceipt{
          .message = message_id(action, key, member), .conversation = {}, .read_ms = created_ms};
    case Kind::notice:
      return core::SystemNotice{.session = std::string(sender.view()), .chat_type = 1};
    case Kind::chat: break;
  }
  return core::ChatMessage{.id = message_id(action, key, member),
                           .conversation = {},
                           .sender = sender,
                           .sender_name = action.from,
                           .text = action.text,
                           .item = std::string(kItem),
                           .created_ms = created_ms};
}

}  // namespace

Package package_of(const plan::PushAction& action, const MessageKey& key,
                   std::int64_t wall_start_ms, core::Instant now) {
  const auto run = core::duration_cast<core::milliseconds>(now.time_since_epoch() - action.age);
  const std::int64_t created_ms = wall_start_ms + run.count();
  const auto count = action.bundled ? static_cast<std::uint32_t>(action.count) : 1U;
  Package package{.from = user_id_of(action.from), .item = std::string(kItem), .messages = {}};
  for (std::uint32_t member = 0; member < count; ++member) {
    package.messages.push_back(message(action, key, member, created_ms));
  }
  return package;
}

}  // namespace fishtank::stage
