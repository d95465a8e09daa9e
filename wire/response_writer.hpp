#pragma once

#include "core/frame.hpp"
#include "wire/json_writer.hpp"
#include "wire/request_writer.hpp"
#include "wire/text_content.hpp"

/// The server's answers as JSON (protocol.md 3). Internal to frame_encode.cpp.
namespace fishtank::wire {

template <typename Sink>
void put_body(Sink& sink, const core::EmptyBody&) {
  write(sink, "{}");
}

template <typename Sink>
void put_body(Sink& sink, const core::Registered& body) {
  write(sink, R"({"unitName":"PNM","cookie":"","timestamp":)", body.timestamp_ms,
        R"(,"isFromChina":true})");
}

template <typename Sink>
void put_body(Sink& sink, const core::SyncState& body) {
  put_sync_state(sink, body.pts, body.timestamp_ms);
}

template <typename Sink>
void put_body(Sink& sink, const core::ConversationCreated& body) {
  write(sink, R"({"singleChatConversation":{"cid":)", Quoted{body.conversation.view()}, "}}");
}

template <typename Sink>
void put_body(Sink& sink, const core::TextAccepted& body) {
  write(sink, R"({"messageId":)", Quoted{body.message.view()}, R"(,"createAt":)", body.created_ms,
        "}");
}

template <typename Sink>
void put_row(Sink& sink, const core::ConversationSummary& row) {
  write(sink, R"({"type":1,"singleChatUserConversation":{"visible":1,"modifyTime":0,"redPoint":0,)",
        R"("joinTime":0,"topRank":0,"muteNotification":0,"lastMessage":{},"user_extension":{},)",
        R"("singleChatConversation":{"cid":)", Quoted{row.conversation.view()}, R"(,"pairFirst":)",
        QuotedUser{row.peer.view()}, R"(,"pairSecond":)", QuotedUser{row.self.view()},
        R"(,"bizType":"1","extension":{"itemId":)", Quoted{row.item}, R"(},"createAt":)",
        row.created_ms, R"(,"msgReadStatusSetting":1}}})");
}

template <typename Sink>
void put_row(Sink& sink, const core::HistoryEntry& row) {
  write(sink, R"({"message":{"extension":{"reminderTitle":)", Quoted{row.sender_name},
        R"(,"senderUserId":)", Quoted{row.sender.view()}, R"(},"content":{"custom":{"data":")",
        encode_text_content(row.text), R"("}}}})");
}

/// Rows between brackets, separated by commas.
template <typename Sink, typename Rows>
void put_rows(Sink& sink, const Rows& rows) {
  std::string_view separator = "[";
  for (const auto& row : rows) {
    write(sink, separator);
    put_row(sink, row);
    separator = ",";
  }
  write(sink, rows.empty() ? "[]" : "]");
}

template <typename Sink>
void put_body(Sink& sink, const core::ConversationPage& body) {
  write(sink, R"({"hasMore":)", body.has_more ? 1 : 0, R"(,"nextCursor":)", body.next_cursor,
        R"(,"userConvs":)");
  put_rows(sink, body.conversations);
  write(sink, "}");
}

template <typename Sink>
void put_body(Sink& sink, const core::HistoryPage& body) {
  write(sink, R"({"hasMore":)", body.has_more ? 1 : 0, R"(,"nextCursor":)", body.next_cursor,
        R"(,"userMessageModels":)");
  put_rows(sink, body.messages);
  write(sink, "}");
}

template <typename Sink>
void put_body(Sink& sink, const core::Refusal& body) {
  write(sink, R"({"reason":)", Quoted{body.reason}, "}");
}

template <typename Sink>
void put_frame(Sink& sink, const core::Response& response) {
  write(sink, R"({"code":)", response.code, R"(,"headers":{"mid":)", Quoted{response.mid.view()},
        R"(,"sid":)", Quoted{response.sid.view()}, "}");
  if (response.body) {
    write(sink, R"(,"body":)");
    std::visit([&sink](const auto& body) { put_body(sink, body); }, *response.body);
  }
  write(sink, "}");
}

}  // namespace fishtank::wire
