#include "sim/service_text.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include "wire/service_codec.hpp"

namespace fishtank::sim {

namespace {

using server_mock::ServiceKind;

wire::HttpRequest to_http(ServiceKind kind, const core::Identity& who, std::int64_t wall_ms) {
  switch (kind) {
    case ServiceKind::token:
      return wire::to_http(wire::TokenRequest{
          .cookies = who.cookies, .device_id = who.device_id, .time_ms = wall_ms});
    case ServiceKind::password_login:
      return wire::to_http(wire::PasswordLoginRequest{.account = std::string(who.user.view()),
                                                      .password = "fishtank"});
    case ServiceKind::has_login:
    case ServiceKind::cookie_refresh: break;
  }
  return wire::to_http(wire::HasLoginRequest{.cookies = who.cookies});
}

}  // namespace

server_mock::ServiceRequest through_http(const server_mock::ServiceRequest& request,
                                         const core::Identity& who, std::int64_t wall_start_ms,
                                         core::Instant now) {
  const std::int64_t wall_ms =
      wall_start_ms + core::duration_cast<core::milliseconds>(now.time_since_epoch()).count();
  const auto read = wire::read_service_request(to_http(request.kind, who, wall_ms));
  if (const auto* error = std::get_if<wire::DecodeError>(&read)) {
    throw std::logic_error("our own service request does not decode: " + error->message);
  }
  server_mock::ServiceRequest result = request;
  const auto& decoded = std::get<wire::ServiceRequest>(read);
  if (const auto* token = std::get_if<wire::TokenRequest>(&decoded)) {
    result.device_id = token->device_id;
  }
  return result;
}

server_mock::ServiceAnswer through_http(ServiceKind kind,
                                        const server_mock::ServiceAnswer& answer) {
  if (answer.outcome == core::ServiceOutcome::no_answer) return answer;
  const wire::ServiceAnswer text{
      .outcome = answer.outcome, .token = answer.token, .set_cookies = {}};
  const wire::ServiceAnswer read = kind == ServiceKind::token
                                       ? wire::read_token_answer(wire::to_http_token_answer(text))
                                       : wire::read_login_answer(wire::to_http_login_answer(text));
  server_mock::ServiceAnswer result = answer;
  result.outcome = read.outcome;
  result.token = read.token;
  return result;
}

}  // namespace fishtank::sim
