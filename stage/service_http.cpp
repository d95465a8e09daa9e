#include "stage/service_http.hpp"

#include <string>
#include <utility>

#include "wire/service_codec.hpp"

namespace fishtank::stage {

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

namespace {

/// Comes with the refusal of an old one; any would do, as a request is signed with what it carries.
constexpr auto kFreshCookie = "_m_h5_tk=5f1e5a0c0ffee0fab1e0fab1e0fab1e0_1760000000000;Path=/";

core::UserId user_of(std::string_view cookies) { return wire::cookie(cookies, "unb"); }

server_mock::ServiceRequest request_of(const wire::TokenRequest& request) {
  return {
      .kind = ServiceKind::token, .user = user_of(request.cookies), .device_id = request.device_id};
}

server_mock::ServiceRequest request_of(const wire::HasLoginRequest& request) {
  return {.kind = ServiceKind::cookie_refresh, .user = user_of(request.cookies), .device_id = {}};
}

server_mock::ServiceRequest request_of(const wire::PasswordLoginRequest& request) {
  return {.kind = ServiceKind::password_login,
          .user = std::string_view(request.account),
          .device_id = {}};
}

}  // namespace

std::variant<server_mock::ServiceRequest, wire::DecodeError> read_request(
    const wire::HttpRequest& request) {
  auto read = wire::read_service_request(request);
  if (auto* error = std::get_if<wire::DecodeError>(&read)) return std::move(*error);
  return std::visit([](const auto& one) { return request_of(one); },
                    std::get<wire::ServiceRequest>(read));
}

wire::HttpResponse to_http(ServiceKind kind, const server_mock::ServiceAnswer& answer) {
  wire::ServiceAnswer text{.outcome = answer.outcome, .token = answer.token, .set_cookies = {}};
  if (answer.outcome == core::ServiceOutcome::token_expired) text.set_cookies = {kFreshCookie};
  return kind == ServiceKind::token ? wire::to_http_token_answer(text)
                                    : wire::to_http_login_answer(text);
}

server_mock::ServiceAnswer read_answer(ServiceKind kind, const wire::HttpResponse& response) {
  if (response.status == 0) return {.outcome = core::ServiceOutcome::no_answer, .token = {}};
  wire::ServiceAnswer read = kind == ServiceKind::token ? wire::read_token_answer(response)
                                                        : wire::read_login_answer(response);
  return {.outcome = read.outcome, .token = std::move(read.token)};
}

}  // namespace fishtank::stage
