#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/inline_text.hpp"
#include "core/message.hpp"

/// The frames of the LWP protocol (protocol.md 2 to 4) as values. Small ones are whole in place and
/// bulk hangs behind a shared constant, so a heartbeat and its answer move without touching the
/// heap. Equality is by content. How a frame looks as JSON text is the business of wire/.
namespace fishtank::core {

/// `headers.mid`: names a request; its answer or acknowledgement repeats it byte for byte.
/// Not a global key: clients repeat themselves (protocol.md 2).
using Mid = InlineText<31>;

/// `headers.sid`: the server's name for a session, 44 hex digits, the same in all its frames.
using Sid = InlineText<47>;

/// A constant that is shared instead of copied, and compared by content. Null equals only null.
template <typename T>
class Shared {
 public:
  Shared() = default;
  Shared(T value) : value_(std::make_shared<const T>(std::move(value))) {}  // NOLINT: it is a value

  explicit operator bool() const { return value_ != nullptr; }
  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_.get(); }

  bool operator==(const Shared& other) const {
    return value_ == other.value_ || (value_ && other.value_ && *value_ == *other.value_);
  }

 private:
  std::shared_ptr<const T> value_;
};

// ---- what a client sends ---------------------------------------------------------------------

/// `/reg`: the client names itself and shows its token.
struct Register {
  Mid mid;
  std::string token;
  std::string device_id;  ///< `did`

  bool operator==(const Register&) const = default;
};

/// `/!`
struct Heartbeat {
  Mid mid;

  bool operator==(const Heartbeat&) const = default;
};

/// `/r/SyncStatus/getState`
struct GetState {
  Mid mid;

  bool operator==(const GetState&) const = default;
};

/// `/r/SyncStatus/ackDiff`: "ready for pushes newer than this".
struct AckDiff {
  Mid mid;
  std::int64_t pts = 0;           ///< microseconds since 1970
  std::int64_t timestamp_ms = 0;  ///< milliseconds since 1970

  bool operator==(const AckDiff&) const = default;
};

/// What `/r/SingleChatConversation/create` asks for.
struct NewConversation {
  UserId peer;       ///< pairFirst
  UserId self;       ///< pairSecond
  std::string item;  ///< extension.itemId, digits

  bool operator==(const NewConversation&) const = default;
};

/// `/r/SingleChatConversation/create`
struct CreateConversation {
  Mid mid;
  Shared<NewConversation> content;

  bool operator==(const CreateConversation&) const = default;
};

/// What `/r/MessageSend/sendByReceiverScope` carries.
struct OutgoingText {
  std::string uuid;  ///< "-17600000020001": the client's own name for this message
  ConversationId conversation;
  UserId peer;
  UserId self;
  std::string text;  ///< UTF-8

  bool operator==(const OutgoingText&) const = default;
};

/// `/r/MessageSend/sendByReceiverScope`
struct SendText {
  Mid mid;
  Shared<OutgoingText> content;

  bool operator==(const SendText&) const = default;
};

/// `/r/Conversation/listNewestPagination`
struct ListConversations {
  Mid mid;
  std::int64_t before_ms = 0;
  std::int64_t limit = 20;

  bool operator==(const ListConversations&) const = default;
};

/// `/r/MessageManager/listUserMessages`
struct ListMessages {
  Mid mid;
  ConversationId conversation;
  std::int64_t before_ms = 0;
  std::int64_t limit = 20;

  bool operator==(const ListMessages&) const = default;
};

/// Any other request: answered with code 200 and {} (protocol.md 3).
struct OtherRequest {
  Mid mid;
  std::string lwp;

  bool operator==(const OtherRequest&) const = default;
};

/// The client's acknowledgement of a frame of the server (protocol.md 2.1). Never answered.
struct Ack {
  Mid mid;
  Sid sid;
  bool echoes_device = false;  ///< carries app-key, ua (and dt), as the push it acknowledges did

  bool operator==(const Ack&) const = default;
};

/// {"type":"pong"}: the application-level answer of the seed 003 dialect (protocol.md 4.5).
struct AppPong {
  bool operator==(const AppPong&) const = default;
};

// ---- what the server sends -------------------------------------------------------------------

/// Body of the answer to `/reg`.
struct Registered {
  std::int64_t timestamp_ms = 0;

  bool operator==(const Registered&) const = default;
};

/// Body of the answer to getState; a client may send it back as ackDiff.
struct SyncState {
  std::int64_t pts = 0;  ///< microseconds since 1970
  std::int64_t timestamp_ms = 0;

  bool operator==(const SyncState&) const = default;
};

/// Body of the answer to create.
struct ConversationCreated {
  ConversationId conversation;

  bool operator==(const ConversationCreated&) const = default;
};

/// Body of the answer to send.
struct TextAccepted {
  MessageId message;
  std::int64_t created_ms = 0;

  bool operator==(const TextAccepted&) const = default;
};

/// One row of a conversation list.
struct ConversationSummary {
  ConversationId conversation;
  UserId peer;
  UserId self;
  std::string item;
  std::int64_t created_ms = 0;

  bool operator==(const ConversationSummary&) const = default;
};

/// Body of the answer to listNewestPagination.
struct ConversationPage {
  bool has_more = false;
  std::int64_t next_cursor = 0;
  std::vector<ConversationSummary> conversations;

  bool operator==(const ConversationPage&) const = default;
};

/// One row of a conversation's history.
struct HistoryEntry {
  UserId sender;
  std::string sender_name;
  std::string text;

  bool operator==(const HistoryEntry&) const = default;
};

/// Body of the answer to listUserMessages.
struct HistoryPage {
  bool has_more = false;
  std::int64_t next_cursor = 0;
  std::vector<HistoryEntry> messages;

  bool operator==(const HistoryPage&) const = default;
};

/// Body of a refusal: {"reason": "..."}.
struct Refusal {
  std::string reason;

  bool operator==(const Refusal&) const = default;
};

/// Body `{}`.
struct EmptyBody {
  bool operator==(const EmptyBody&) const = default;
};

using ResponseBody = std::variant<EmptyBody, Registered, SyncState, ConversationCreated,
                                  TextAccepted, ConversationPage, HistoryPage, Refusal>;

/// The server's answer to a request: a code and the request's mid.
struct Response {
  Mid mid;
  Sid sid;
  std::int32_t code = 200;
  Shared<ResponseBody> body;  ///< null: no body at all, as in a heartbeat's answer

  bool operator==(const Response&) const = default;
};

/// Which of the three paths that carry a sync package (protocol.md 4.1).
enum class PushPath : std::uint8_t { sync, vulcan, para };

/// `/s/sync`, `/s/vulcan`, `/s/para`
struct Push {
  Mid mid;
  Sid sid;
  PushPath path = PushPath::sync;
  Shared<std::vector<PushItem>> items;

  bool operator==(const Push&) const = default;
};

/// How the server says that the session is over (protocol.md 4.5).
enum class KickPath : std::uint8_t { kickout, kickout_v2, session_remove };

/// `/push/kickout`, `/push/kickoutV2`, `/s/session/remove`
struct Kick {
  Mid mid;
  Sid sid;
  KickPath path = KickPath::kickout;

  bool operator==(const Kick&) const = default;
};

/// {"type":"ping"}: the application-level ping of the seed 003 dialect (protocol.md 4.5).
struct AppPing {
  bool operator==(const AppPing&) const = default;
};

/// A server request on a path nobody knows, for example `/s/sync_failover`. It has a mid, so it is
/// acknowledged.
struct OtherPush {
  Mid mid;
  Sid sid;
  std::string lwp;

  bool operator==(const OtherPush&) const = default;
};

using Frame = std::variant<Heartbeat, Response, Push, Ack, Register, AckDiff, GetState, SendText,
                           CreateConversation, ListConversations, ListMessages, OtherRequest,
                           AppPong, Kick, AppPing, OtherPush>;

/// The kind of a frame: the position of its type in Frame.
enum class FrameKind : std::uint8_t {
  heartbeat,
  response,
  push,
  ack,
  registration,
  ack_diff,
  get_state,
  send_text,
  create_conversation,
  list_conversations,
  list_messages,
  other_request,
  app_pong,
  kick,
  app_ping,
  other_push,
};

inline constexpr std::size_t kFrameKinds = std::variant_size_v<Frame>;
static_assert(static_cast<std::size_t>(FrameKind::other_push) + 1 == kFrameKinds);

inline FrameKind kind(const Frame& frame) { return static_cast<FrameKind>(frame.index()); }

/// "heartbeat", "response", ...: for people.
std::string_view name(FrameKind kind);

/// The frame's mid, or the empty mid if its kind has none.
Mid mid(const Frame& frame);

}  // namespace fishtank::core
