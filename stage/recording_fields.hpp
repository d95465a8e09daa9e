#pragma once

/// What is in an input, an effect or a message, by the names of its members: one table for writing
/// and reading. Internal to the recording.
namespace fishtank::stage {

/// Shows those members that `one` has to `visit(name, member)`, in the order in which they are
/// written. A frame comes last: it is JSON itself.
template <typename Visit, typename One>
void visit_members(Visit& visit, One& one) {
  if constexpr (requires { one.attempt; }) visit("attempt", one.attempt);
  if constexpr (requires { one.call; }) visit("call", one.call);
  if constexpr (requires { one.send; }) visit("send", one.send);
  if constexpr (requires { one.handler; }) visit("handler", one.handler);
  if constexpr (requires { one.chat; }) visit("chat", one.chat);
  if constexpr (requires { one.possible; }) visit("possible", one.possible);
  if constexpr (requires { one.enabled; }) visit("enabled", one.enabled);
  if constexpr (requires { one.wall; }) visit("wall", one.wall);
  if constexpr (requires { one.cause; }) visit("cause", one.cause);
  if constexpr (requires { one.code; }) visit("code", one.code);
  if constexpr (requires { one.outcome; }) visit("outcome", one.outcome);
  if constexpr (requires { one.token; }) visit("token", one.token);
  if constexpr (requires { one.from; }) visit("from", one.from);
  if constexpr (requires { one.to; }) visit("to", one.to);
  if constexpr (requires { one.reason; }) visit("reason", one.reason);
  if constexpr (requires { one.level; }) visit("level", one.level);
  if constexpr (requires { one.why; }) visit("why", one.why);
  if constexpr (requires { one.result; }) visit("result", one.result);
  if constexpr (requires { one.kind; }) visit("kind", one.kind);
  if constexpr (requires { one.detail; }) visit("detail", one.detail);
  if constexpr (requires { one.number; }) visit("number", one.number);
  if constexpr (requires { one.peer; }) visit("peer", one.peer);
  if constexpr (requires { one.id; }) visit("id", one.id);
  if constexpr (requires { one.conversation; }) visit("conversation", one.conversation);
  if constexpr (requires { one.sender; }) visit("sender", one.sender);
  if constexpr (requires { one.sender_name; }) visit("sender_name", one.sender_name);
  if constexpr (requires { one.user; }) visit("user", one.user);
  if constexpr (requires { one.item; }) visit("item", one.item);
  if constexpr (requires { one.text; }) visit("text", one.text);
  if constexpr (requires { one.created_ms; }) visit("created_ms", one.created_ms);
  if constexpr (requires { one.content_type; }) visit("content_type", one.content_type);
  if constexpr (requires { one.read_ms; }) visit("read_ms", one.read_ms);
  if constexpr (requires { one.session; }) visit("session", one.session);
  if constexpr (requires { one.chat_type; }) visit("chat_type", one.chat_type);
  if constexpr (requires { one.data; }) visit("data", one.data);
  if constexpr (requires { one.message; }) visit("message", one.message);
  if constexpr (requires { one.frame; }) visit("frame", one.frame);
}

}  // namespace fishtank::stage
