#pragma once

#include <cassert>

#include "core/frame.hpp"
#include "wire/json_writer.hpp"
#include "wire/protocol_constants.hpp"
#include "wire/text_content.hpp"

/// The frames of a client as JSON (protocol.md 3). Internal to frame_encode.cpp.
namespace fishtank::wire {

template <typename Sink>
void put_request_head(Sink& sink, std::string_view path, const core::Mid& mid) {
  write(sink, R"({"lwp":)", Quoted{path}, R"(,"headers":{"mid":)", Quoted{mid.view()}, "}");
}

template <typename Sink>
void put_frame(Sink& sink, const core::Heartbeat& heartbeat) {
  put_request_head(sink, kPathHeartbeat, heartbeat.mid);
  write(sink, "}");
}

template <typename Sink>
void put_frame(Sink& sink, const core::Register& request) {
  write(sink, R"({"lwp":"/reg","headers":{"cache-header":"app-key token ua wv","app-key":")",
        kAppKey, R"(","token":)", Quoted{request.token}, R"(,"ua":")", kUserAgent,
        R"(","dt":"j","wv":"im:3,au:3,sy:6","sync":"0,0;0;0;","did":)", Quoted{request.device_id},
        R"(,"mid":)", Quoted{request.mid.view()}, "}}");
}

template <typename Sink>
void put_frame(Sink& sink, const core::GetState& request) {
  put_request_head(sink, kPathGetState, request.mid);
  write(sink, R"(,"body":[{"topic":"sync"}]})");
}

/// What getState answers and ackDiff sends back.
template <typename Sink>
void put_sync_state(Sink& sink, std::int64_t pts, std::int64_t timestamp_ms) {
  write(sink, R"({"pipeline":"sync","tooLong2Tag":"PNM,1","channel":"sync","topic":"sync",)",
        R"("highPts":0,"pts":)", pts, R"(,"seq":0,"timestamp":)", timestamp_ms, "}");
}

template <typename Sink>
void put_frame(Sink& sink, const core::AckDiff& request) {
  put_request_head(sink, kPathAckDiff, request.mid);
  write(sink, R"(,"body":[)");
  put_sync_state(sink, request.pts, request.timestamp_ms);
  write(sink, "]}");
}

template <typename Sink>
void put_frame(Sink& sink, const core::CreateConversation& request) {
  assert(request.content);
  const core::NewConversation& content = *request.content;
  put_request_head(sink, kPathCreateConversation, request.mid);
  write(sink, R"(,"body":[{"pairFirst":)", QuotedUser{content.peer.view()}, R"(,"pairSecond":)",
        QuotedUser{content.self.view()}, R"(,"bizType":"1","extension":{"itemId":)",
        Quoted{content.item}, R"(},"ctx":{"appVersion":"1.0","platform":"web"}}]})");
}

template <typename Sink>
void put_frame(Sink& sink, const core::SendText& request) {
  assert(request.content);
  const core::OutgoingText& content = *request.content;
  put_request_head(sink, kPathSendText, request.mid);
  write(sink, R"(,"body":[{"uuid":)", Quoted{content.uuid}, R"(,"cid":)",
        Quoted{content.conversation.view()},
        R"(,"conversationType":1,"content":{"contentType":101,"custom":{"type":1,"data":")",
        encode_text_content(content.text),
        R"("}},"redPointPolicy":0,"extension":{"extJson":"{}"},)",
        R"("ctx":{"appVersion":"1.0","platform":"web"},"mtags":{},"msgReadStatusSetting":1},)",
        R"({"actualReceivers":[)", QuotedUser{content.peer.view()}, ",",
        QuotedUser{content.self.view()}, "]}]}");
}

template <typename Sink>
void put_frame(Sink& sink, const core::ListConversations& request) {
  put_request_head(sink, kPathListConversations, request.mid);
  write(sink, R"(,"body":[)", request.before_ms, ",", request.limit, "]}");
}

template <typename Sink>
void put_frame(Sink& sink, const core::ListMessages& request) {
  put_request_head(sink, kPathListMessages, request.mid);
  write(sink, R"(,"body":[)", Quoted{request.conversation.view()}, ",false,", request.before_ms,
        ",", request.limit, ",false]}");
}

template <typename Sink>
void put_frame(Sink& sink, const core::OtherRequest& request) {
  put_request_head(sink, request.lwp, request.mid);
  write(sink, R"(,"body":[]})");
}

template <typename Sink>
void put_frame(Sink& sink, const core::Ack& ack) {
  write(sink, R"({"code":200,"headers":{"mid":)", Quoted{ack.mid.view()}, R"(,"sid":)",
        Quoted{ack.sid.view()});
  if (ack.echoes_device) {
    write(sink, R"(,"app-key":")", kAppKey, R"(","ua":")", kUserAgent, R"(")");
  }
  write(sink, "}}");
}

template <typename Sink>
void put_frame(Sink& sink, const core::AppPong&) {
  write(sink, R"({"type":"pong"})");
}

}  // namespace fishtank::wire
