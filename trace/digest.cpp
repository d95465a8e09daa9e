#include "trace/digest.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <bit>
#include <concepts>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

namespace fishtank::trace {

namespace {

using namespace core;  // NOLINT: every type of frame is spoken of here

static_assert(std::endian::native == std::endian::little, "numbers are digested as they lie");

/// The fields of a value, one after the other, each number in 8 bytes and each text with its length
/// before it, so that no two values that differ give the same bytes.
class CanonicalBytes {
 public:
  template <typename... Fields>
  void add(const Fields&... fields) {
    (put(fields), ...);
  }

  std::string_view view() const { return bytes_; }

 private:
  template <typename T>
  requires std::integral<T> || std::is_enum_v<T>
  void put(T number) {
    const auto wide = static_cast<std::uint64_t>(number);
    bytes_.append(reinterpret_cast<const char*>(&wide), sizeof wide);
  }
  void put(std::string_view text) {
    put(text.size());
    bytes_.append(text);
  }
  void put(const std::string& text) { put(std::string_view(text)); }
  template <std::size_t Capacity>
  void put(const InlineText<Capacity>& text) {
    put(text.view());
  }
  template <typename T>
  void put(const std::vector<T>& elements) {
    put(elements.size());
    for (const T& element : elements) put(element);
  }
  template <typename T>
  void put(const Shared<T>& shared) {
    put(static_cast<bool>(shared));
    if (shared) put(*shared);
  }
  template <typename... Kinds>
  void put(const std::variant<Kinds...>& value) {
    put(value.index());
    std::visit([this](const auto& kind) { this->put(kind); }, value);
  }

  void put(const ChatMessage& message) {
    add(message.id, message.conversation, message.sender, message.sender_name, message.text,
        message.item, message.created_ms, message.content_type);
  }
  void put(const OrderStatus& status) { add(status.user, status.text); }
  void put(const Typing& typing) { add(typing.conversation); }
  void put(const ReadReceipt& receipt) {
    add(receipt.message, receipt.conversation, receipt.read_ms);
  }
  void put(const SystemNotice& notice) { add(notice.session, notice.chat_type); }
  void put(const Undecodable& item) { add(item.data); }

  void put(const Register& frame) { add(frame.token, frame.device_id); }
  void put(const AckDiff& frame) { add(frame.pts, frame.timestamp_ms); }
  void put(const NewConversation& asked) { add(asked.peer, asked.self, asked.item); }
  void put(const CreateConversation& frame) { add(frame.content); }
  void put(const OutgoingText& text) {
    add(text.uuid, text.conversation, text.peer, text.self, text.text);
  }
  void put(const SendText& frame) { add(frame.content); }
  void put(const ListConversations& frame) { add(frame.before_ms, frame.limit); }
  void put(const ListMessages& frame) { add(frame.conversation, frame.before_ms, frame.limit); }
  void put(const OtherRequest& frame) { add(frame.lwp); }
  void put(const Ack& frame) { add(frame.sid, frame.echoes_device); }

  void put(const Registered& body) { add(body.timestamp_ms); }
  void put(const SyncState& body) { add(body.pts, body.timestamp_ms); }
  void put(const ConversationCreated& body) { add(body.conversation); }
  void put(const TextAccepted& body) { add(body.message, body.created_ms); }
  void put(const ConversationSummary& row) {
    add(row.conversation, row.peer, row.self, row.item, row.created_ms);
  }
  void put(const ConversationPage& body) {
    add(body.has_more, body.next_cursor, body.conversations);
  }
  void put(const HistoryEntry& row) { add(row.sender, row.sender_name, row.text); }
  void put(const HistoryPage& body) { add(body.has_more, body.next_cursor, body.messages); }
  void put(const Refusal& body) { add(body.reason); }
  void put(const EmptyBody&) {}
  void put(const Response& frame) { add(frame.sid, frame.code, frame.body); }
  void put(const Push& frame) { add(frame.sid, frame.path, frame.items); }
  void put(const Kick& frame) { add(frame.sid, frame.path); }
  void put(const OtherPush& frame) { add(frame.sid, frame.lwp); }

  // Nothing but a mid, or nothing at all.
  void put(const Heartbeat&) {}
  void put(const GetState&) {}
  void put(const AppPong&) {}
  void put(const AppPing&) {}

  std::string bytes_;
};

bool is_without_content(const Frame& frame) {
  if (const auto* response = std::get_if<Response>(&frame)) {
    return response->code == 200 && !response->body;
  }
  return std::holds_alternative<Heartbeat>(frame);
}

}  // namespace

std::uint64_t digest(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::uint64_t digest(const PushItem& item) {
  const auto* chat = std::get_if<ChatMessage>(&item);
  if (chat != nullptr && !chat->id.empty()) return digest(chat->id.view());
  CanonicalBytes bytes;
  bytes.add(item);
  return digest(bytes.view());
}

std::uint32_t content_digest(const Frame& frame) {
  if (is_without_content(frame)) return 0;
  CanonicalBytes bytes;
  bytes.add(frame);
  return static_cast<std::uint32_t>(digest(bytes.view()));
}

bool is_refusal(const Frame& frame) {
  const auto* response = std::get_if<Response>(&frame);
  return response != nullptr && response->code != 200;
}

}  // namespace fishtank::trace
