#include "trace/describe.hpp"

#include <string_view>
#include <variant>

#include "trace/digest.hpp"

namespace fishtank::trace {

namespace {

template <typename Id>
std::uint64_t number(Id id) {
  return static_cast<std::uint64_t>(id);
}

template <typename Enum>
std::uint8_t small(Enum value) {
  return static_cast<std::uint8_t>(value);
}

Record make(RecordKind kind, std::uint64_t a = 0, std::uint64_t b = 0, std::uint8_t detail = 0) {
  return {.a = a, .b = b, .kind = kind, .detail = detail};
}

std::uint8_t index_of(const core::PushItem& item) {
  return static_cast<std::uint8_t>(item.index());
}

// ---- inputs ----------------------------------------------------------------------------------

Record of(const core::Start& start) { return make(RecordKind::start, 0, 0, start.possible); }
Record of(const core::Stop&) { return make(RecordKind::stop); }
Record of(const core::AccountEnabled& input) {
  return make(RecordKind::account_enabled, 0, 0, input.enabled);
}
Record of(const core::ClockSet& input) {
  return make(RecordKind::clock_set, static_cast<std::uint64_t>(input.wall.ms));
}
Record of(const core::Opened& input) { return make(RecordKind::opened, number(input.attempt)); }
Record of(const core::OpenFailed& input) {
  return make(RecordKind::open_failed, number(input.attempt), 0, small(input.cause));
}
Record of(const core::Closed& input) {
  return make(RecordKind::closed, number(input.attempt), input.code, small(input.cause));
}
Record of(const core::Received& input) {
  return describe(RecordKind::received, input.frame, static_cast<std::uint32_t>(input.attempt));
}
Record of(const core::ReceivedGarbage& input) {
  return make(RecordKind::received_garbage, number(input.attempt));
}
Record of(const core::PongReceived& input) {
  return make(RecordKind::pong_received, number(input.attempt));
}
Record of(const core::Sent& input) {
  return make(RecordKind::sent, number(input.attempt), number(input.send));
}
Record of(const core::SendFailed& input) {
  return make(RecordKind::send_failed, number(input.attempt), number(input.send));
}
Record of(const core::TokenResult& input) {
  return make(RecordKind::token_result, number(input.call), digest(std::string_view(input.token)),
              small(input.outcome));
}
Record of(const core::CookieResult& input) {
  return make(RecordKind::cookie_result, number(input.call), 0, small(input.outcome));
}
Record of(const core::LoginResult& input) {
  return make(RecordKind::login_result, number(input.call), 0, small(input.outcome));
}
Record of(const core::HandlerDone& input) {
  return make(RecordKind::handler_done, number(input.handler));
}
Record of(const core::TasksCancelled&) { return make(RecordKind::tasks_cancelled); }
Record of(const core::SendChat& input) {
  return make(RecordKind::send_chat, number(input.chat), digest(std::string_view(input.text)));
}

// ---- effects ---------------------------------------------------------------------------------

Record of(const core::OpenTransport& effect) {
  return make(RecordKind::open_transport, number(effect.attempt));
}
Record of(const core::CloseTransport& effect) {
  return make(RecordKind::close_transport, number(effect.attempt), effect.code);
}
Record of(const core::AbortTransport& effect) {
  return make(RecordKind::abort_transport, number(effect.attempt));
}
Record of(const core::Send& effect) {
  return describe(RecordKind::send, effect.frame, static_cast<std::uint32_t>(effect.attempt));
}
Record of(const core::SendPing& effect) {
  return make(RecordKind::send_ping, number(effect.attempt));
}
Record of(const core::RequestToken& effect) {
  return make(RecordKind::request_token, number(effect.call));
}
Record of(const core::RefreshCookie& effect) {
  return make(RecordKind::refresh_cookie, number(effect.call));
}
Record of(const core::PasswordLogin& effect) {
  return make(RecordKind::password_login, number(effect.call));
}
Record of(const core::Deliver& effect) {
  return make(RecordKind::deliver, number(effect.handler), digest(effect.message),
              index_of(effect.message));
}
Record of(const core::Discarded& effect) {
  return make(RecordKind::discarded, index_of(effect.message), digest(effect.message),
              small(effect.why));
}
Record of(const core::ChatDone& effect) {
  return make(RecordKind::chat_done, number(effect.chat), 0, small(effect.result));
}
Record of(const core::StateChanged& effect) {
  return make(RecordKind::state_changed, number(effect.reason), number(effect.level),
              state_change_detail(effect.from, effect.to));
}
Record of(const core::Note& effect) {
  return make(RecordKind::note, static_cast<std::uint64_t>(effect.number), effect.detail,
              small(effect.kind));
}
Record of(const core::CancelTasks&) { return make(RecordKind::cancel_tasks); }
Record of(const core::RestartInstance&) { return make(RecordKind::restart_instance); }

}  // namespace

Record describe(const core::Input& input) {
  return std::visit([](const auto& one) { return of(one); }, input);
}

Record describe(const core::Effect& effect) {
  return std::visit([](const auto& one) { return of(one); }, effect);
}

Record describe(RecordKind kind, const core::Frame& frame, std::uint32_t connection) {
  return {.a = attempt_and_content(static_cast<core::AttemptId>(connection), content_digest(frame)),
          .b = digest(core::mid(frame)),
          .kind = kind,
          .detail = frame_detail(core::kind(frame), is_refusal(frame))};
}

}  // namespace fishtank::trace
