#include <algorithm>
#include <optional>

#include "wire/base64.hpp"
#include "wire/json_node.hpp"
#include "wire/message_codec.hpp"
#include "wire/message_pack.hpp"

namespace fishtank::wire {
namespace {

core::ContentType content_type_of(std::int64_t number) {
  switch (number) {
    case static_cast<int>(core::ContentType::image): return core::ContentType::image;
    case static_cast<int>(core::ContentType::card): return core::ContentType::card;
    case static_cast<int>(core::ContentType::system): return core::ContentType::system;
    default: return core::ContentType::text;
  }
}

/// The digits after `itemId=`, as the clients take them out of the address; none if there are none.
std::string item_of(std::string_view reminder_url) {
  constexpr std::string_view key = "itemId=";
  const std::size_t found = reminder_url.find(key);
  if (found == std::string_view::npos) return {};
  const std::string_view rest = reminder_url.substr(found + key.size());
  const std::size_t length = rest.find_first_not_of("0123456789");
  return std::string(rest.substr(0, length));
}

core::ChatMessage read_chat(const JsonNode& message) {
  const JsonNode reminder = message.member("10");
  const JsonNode title = reminder.member("reminderTitle");
  core::ChatMessage chat;
  chat.id = message.member("3").identifier_or_empty<core::MessageId>();
  chat.conversation = message.member("2").identifier<core::ConversationId>();
  chat.sender = reminder.member("senderUserId").user();
  chat.sender_name = (title.exists() ? title : reminder.member("senderNick")).text_or_empty();
  chat.text = reminder.member("reminderContent").text();
  chat.item = item_of(reminder.member("reminderUrl").text_or_empty());
  chat.created_ms = message.member("5").integer_or_zero();
  chat.content_type =
      content_type_of(message.member("6").member("3").member("4").integer_or_zero());
  return chat;
}

core::Typing read_typing(const JsonNode& conversation) {
  if (conversation.text().find(kUserSuffix) == std::string_view::npos) {
    conversation.fail(DecodeErrorKind::wrong_value, "is no conversation");
  }
  return {.conversation = conversation.identifier<core::ConversationId>()};
}

/// The shapes of protocol.md 4.3 and 4.4, told apart by the fields that the clients look for.
std::optional<core::PushItem> read_message(const JsonNode& root) {
  const JsonNode first = root.member("1");
  if (first.member("10").member("reminderContent").exists()) return read_chat(first);
  const JsonNode order = root.member("3").member("redReminder");
  if (order.exists()) return core::OrderStatus{first.user(), std::string(order.text())};
  const JsonNode typing = first.item(0).member("1");
  if (typing.exists()) return read_typing(typing);
  if (root.member("4").exists() && root.member("6").exists()) {
    return core::ReadReceipt{.message = first.identifier<core::MessageId>(),
                             .conversation = root.member("4").identifier<core::ConversationId>(),
                             .read_ms = root.member("6").integer()};
  }
  return std::nullopt;
}

std::optional<core::PushItem> read_json(const JsonNode& root) {
  const JsonNode chat_type = root.member("chatType");
  if (!chat_type.exists()) return read_message(root);
  return core::SystemNotice{.session = std::string(root.member("sessionId").text_or_empty()),
                            .chat_type = chat_type.integer()};
}

/// No MessagePack map begins with white space or a brace, and no JSON object with anything else.
bool looks_like_json(std::string_view bytes) {
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && bytes[first] == '{';
}

}  // namespace

struct ItemDecoder::Buffers {
  std::string bytes;
  std::string json;
  JsonParser parser;

  std::optional<core::PushItem> decode(std::string_view data, Failure& failure) {
    if (!decode_base64(data, bytes)) return std::nullopt;
    if (looks_like_json(bytes)) return read_json(parser.parse(bytes, failure));
    json.clear();
    if (!message_pack_to_json(bytes, json)) return std::nullopt;
    return read_message(parser.parse(json, failure));
  }
};

ItemDecoder::ItemDecoder() : buffers_(std::make_unique<Buffers>()) {}
ItemDecoder::~ItemDecoder() = default;
ItemDecoder::ItemDecoder(ItemDecoder&&) noexcept = default;
ItemDecoder& ItemDecoder::operator=(ItemDecoder&&) noexcept = default;

core::PushItem ItemDecoder::decode(std::string_view data) {
  Failure failure;
  std::optional<core::PushItem> item = buffers_->decode(data, failure);
  if (item && !failure) return *std::move(item);
  return core::Undecodable{std::string(data)};
}

}  // namespace fishtank::wire
