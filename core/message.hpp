#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "core/inline_text.hpp"

/// What a push carries, decoded (protocol.md 4.3 and 4.4). Plain values; how they look as base64
/// and MessagePack is the business of wire/.
namespace fishtank::core {

/// "3500000000001.PNM": the server's name for one message, the key of deduplication.
using MessageId = InlineText<47>;

/// "50000000001@goofish": a conversation (cid). User ids on the wire have the same ending.
using ConversationId = InlineText<47>;

/// "2200000000001": a user id without the "@goofish" of the wire.
using UserId = InlineText<31>;

/// `1.6.3.4` of a chat message: how its content is to be read.
enum class ContentType : std::uint8_t { text = 1, image = 2, card = 26, system = 32 };

/// A chat message from one user of a conversation (protocol.md 4.3; S4 "chat message").
struct ChatMessage {
  MessageId id;                 ///< `1.3`
  ConversationId conversation;  ///< `1.2`, with "@goofish"
  UserId sender;                ///< `1.10.senderUserId`, bare
  std::string sender_name;      ///< `1.10.reminderTitle`
  std::string text;             ///< `1.10.reminderContent`, UTF-8
  std::string item;             ///< `itemId=` of `1.10.reminderUrl`; digits, may be empty
  std::int64_t created_ms = 0;  ///< `1.5`: the server's wall clock, ms since 1970
  ContentType content_type = ContentType::text;

  bool operator==(const ChatMessage&) const = default;
};

/// The state of an order changed (`3.redReminder`; S4 "order status").
struct OrderStatus {
  UserId user;       ///< `1`, whose order it is
  std::string text;  ///< 等待买家付款, 交易关闭, 等待卖家发货, ...

  bool operator==(const OrderStatus&) const = default;
};

/// Somebody is typing (`/s/para`, objectType 40006; S4 "user interaction").
struct Typing {
  ConversationId conversation;

  bool operator==(const Typing&) const = default;
};

/// A message was read (objectType 40103; S4 "user interaction").
struct ReadReceipt {
  MessageId message;
  ConversationId conversation;
  std::int64_t read_ms = 0;

  bool operator==(const ReadReceipt&) const = default;
};

/// bizType 370: base64 of JSON with `chatType` (S4 "system notice").
struct SystemNotice {
  std::string session;
  std::int64_t chat_type = 1;

  bool operator==(const SystemNotice&) const = default;
};

/// Well-formed MessagePack or JSON whose shape is none of the above, or no such bytes at all.
/// It is counted and reported and harms nothing else (behaviour.md, "Messages in").
struct Undecodable {
  std::string data;  ///< the base64 text as received; sent out again unchanged

  bool operator==(const Undecodable&) const = default;
};

/// One element of `body.syncPushPackage.data`.
using PushItem =
    std::variant<ChatMessage, OrderStatus, Typing, ReadReceipt, SystemNotice, Undecodable>;

}  // namespace fishtank::core
