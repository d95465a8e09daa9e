#include <array>

#include "wire/frame_reader.hpp"
#include "wire/protocol_constants.hpp"
#include "wire/text_content.hpp"

namespace fishtank::wire {
namespace {

core::Frame read_heartbeat(const FrameSource& source) { return core::Heartbeat{source.mid()}; }

core::Frame read_register(const FrameSource& source) {
  return core::Register{.mid = source.mid(),
                        .token = std::string(source.headers.member("token").text()),
                        .device_id = std::string(source.headers.member("did").text())};
}

core::Frame read_get_state(const FrameSource& source) { return core::GetState{source.mid()}; }

core::Frame read_ack_diff(const FrameSource& source) {
  const JsonNode state = source.body.item(0);
  return core::AckDiff{.mid = source.mid(),
                       .pts = state.member("pts").integer(),
                       .timestamp_ms = state.member("timestamp").integer()};
}

core::Frame read_create_conversation(const FrameSource& source) {
  const JsonNode wanted = source.body.item(0);
  const JsonNode item = wanted.member("extension").member("itemId");
  return core::CreateConversation{source.mid(),
                                  core::NewConversation{.peer = wanted.member("pairFirst").user(),
                                                        .self = wanted.member("pairSecond").user(),
                                                        .item = std::string(item.text_or_empty())}};
}

core::Frame read_send_text(const FrameSource& source) {
  const JsonNode message = source.body.item(0);
  const JsonNode receivers = source.body.item(1).member("actualReceivers");
  const JsonNode data = message.member("content").member("custom").member("data");
  return core::SendText{
      source.mid(),
      core::OutgoingText{.uuid = std::string(message.member("uuid").text()),
                         .conversation = message.member("cid").identifier<core::ConversationId>(),
                         .peer = receivers.item(0).user(),
                         .self = receivers.item(1).user(),
                         .text = read_text_content(data, source.contents, source.failure)}};
}

core::Frame read_list_conversations(const FrameSource& source) {
  return core::ListConversations{.mid = source.mid(),
                                 .before_ms = source.body.item(0).integer(),
                                 .limit = source.body.item(1).integer()};
}

core::Frame read_list_messages(const FrameSource& source) {
  const JsonNode& body = source.body;
  return core::ListMessages{.mid = source.mid(),
                            .conversation = body.item(0).identifier<core::ConversationId>(),
                            .before_ms = body.item(2).integer(),
                            .limit = body.item(3).integer()};
}

struct RequestKind {
  std::string_view path;
  core::Frame (*read)(const FrameSource&);
};

/// The commonest first.
constexpr std::array kRequestKinds = {
    RequestKind{kPathHeartbeat, read_heartbeat},
    RequestKind{kPathRegister, read_register},
    RequestKind{kPathAckDiff, read_ack_diff},
    RequestKind{kPathGetState, read_get_state},
    RequestKind{kPathSendText, read_send_text},
    RequestKind{kPathCreateConversation, read_create_conversation},
    RequestKind{kPathListConversations, read_list_conversations},
    RequestKind{kPathListMessages, read_list_messages},
};

}  // namespace

core::Frame read_request(std::string_view path, const FrameSource& source) {
  for (const RequestKind& kind : kRequestKinds) {
    if (kind.path == path) return kind.read(source);
  }
  return core::OtherRequest{source.mid(), std::string(path)};
}

core::Frame read_ack(const FrameSource& source) {
  const JsonNode code = source.root.member("code");
  if (code.integer() != 200) {
    code.fail(DecodeErrorKind::wrong_value, "of an acknowledgement must be 200");
  }
  return core::Ack{.mid = source.mid(),
                   .sid = source.sid(),
                   .echoes_device = source.headers.member("app-key").exists()};
}

}  // namespace fishtank::wire
