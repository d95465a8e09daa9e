#include <limits>

#include "wire/frame_reader.hpp"
#include "wire/text_content.hpp"

namespace fishtank::wire {
namespace {

std::int32_t read_code(const JsonNode& code) {
  const std::int64_t number = code.integer();
  const auto narrow = static_cast<std::int32_t>(number);
  if (narrow != number) code.fail(DecodeErrorKind::wrong_value, "does not fit in 32 bits");
  return narrow;
}

core::ConversationSummary read_summary(const JsonNode& row) {
  const JsonNode conversation =
      row.member("singleChatUserConversation").member("singleChatConversation");
  const JsonNode item = conversation.member("extension").member("itemId");
  return {.conversation = conversation.member("cid").identifier<core::ConversationId>(),
          .peer = conversation.member("pairFirst").user(),
          .self = conversation.member("pairSecond").user(),
          .item = std::string(item.text_or_empty()),
          .created_ms = conversation.member("createAt").integer()};
}

core::ConversationPage read_conversation_page(const JsonNode& body) {
  core::ConversationPage page{.has_more = body.member("hasMore").flag(),
                              .next_cursor = body.member("nextCursor").integer(),
                              .conversations = {}};
  body.member("userConvs").for_each([&page](const JsonNode& row) {
    page.conversations.push_back(read_summary(row));
  });
  return page;
}

core::HistoryEntry read_entry(const JsonNode& row, const FrameSource& source) {
  const JsonNode message = row.member("message");
  const JsonNode extension = message.member("extension");
  const JsonNode data = message.member("content").member("custom").member("data");
  return {.sender = extension.member("senderUserId").user(),
          .sender_name = std::string(extension.member("reminderTitle").text_or_empty()),
          .text = read_text_content(data, source.contents, source.failure)};
}

core::HistoryPage read_history_page(const FrameSource& source) {
  core::HistoryPage page{.has_more = source.body.member("hasMore").flag(),
                         .next_cursor = source.body.member("nextCursor").integer(),
                         .messages = {}};
  source.body.member("userMessageModels").for_each([&](const JsonNode& row) {
    page.messages.push_back(read_entry(row, source));
  });
  return page;
}

core::ResponseBody read_body(const FrameSource& source) {
  const JsonNode& body = source.body;
  if (body.member("unitName").exists()) {
    return core::Registered{body.member("timestamp").integer()};
  }
  if (body.member("pts").exists()) {
    return core::SyncState{.pts = body.member("pts").integer(),
                           .timestamp_ms = body.member("timestamp").integer()};
  }
  if (const JsonNode created = body.member("singleChatConversation"); created.exists()) {
    return core::ConversationCreated{created.member("cid").identifier<core::ConversationId>()};
  }
  if (const JsonNode message = body.member("messageId"); message.exists()) {
    return core::TextAccepted{.message = message.identifier<core::MessageId>(),
                              .created_ms = body.member("createAt").integer()};
  }
  if (body.member("userConvs").exists()) return read_conversation_page(body);
  if (body.member("userMessageModels").exists()) return read_history_page(source);
  if (const JsonNode reason = body.member("reason"); reason.exists()) {
    return core::Refusal{std::string(reason.text())};
  }
  return core::EmptyBody{};
}

}  // namespace

core::Frame read_response(const FrameSource& source) {
  core::Response response{.mid = source.mid(),
                          .sid = source.sid(),
                          .code = read_code(source.root.member("code")),
                          .body = {}};
  if (source.body.object_if_any().exists()) response.body = read_body(source);
  return response;
}

}  // namespace fishtank::wire
