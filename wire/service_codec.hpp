#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/input.hpp"
#include "wire/decode_error.hpp"
#include "wire/http_message.hpp"

/// The messages of the token, has-login and password-login services as HTTP (protocol.md 5).
/// For each request and answer, decoding what was encoded gives the same value; texts are UTF-8.
namespace fishtank::wire {

/// Asks for an access token.
struct TokenRequest {
  std::string cookies;       ///< the Cookie header; its `_m_h5_tk` signs the request
  std::string device_id;     ///< must be the `did` of the following `/reg`
  std::int64_t time_ms = 0;  ///< `t`, ms since 1970

  bool operator==(const TokenRequest&) const = default;
};

/// Asks whether the session of the cookies lives on, and has it refreshed ("hasLogin").
struct HasLoginRequest {
  std::string cookies;  ///< `unb`, `cookie2`, `cna` and `XSRF-TOKEN` go into the form as well

  bool operator==(const HasLoginRequest&) const = default;
};

/// Logs in anew. The real page is operated by a browser and its form is not known; this one is
/// ours, shaped like hasLogin.
struct PasswordLoginRequest {
  std::string account;
  std::string password;

  bool operator==(const PasswordLoginRequest&) const = default;
};

/// What any of the services answers.
struct ServiceAnswer {
  core::ServiceOutcome outcome = core::ServiceOutcome::success;  ///< never no_answer, which is none
  std::string token;  ///< `data.accessToken`; only of the token service, with success
  std::vector<std::string>
      set_cookies;  ///< values of Set-Cookie: a fresh `_m_h5_tk`, a new session

  bool operator==(const ServiceAnswer&) const = default;
};

HttpRequest to_http(const TokenRequest& request);
HttpRequest to_http(const HasLoginRequest& request);
HttpRequest to_http(const PasswordLoginRequest& request);

using ServiceRequest = std::variant<TokenRequest, HasLoginRequest, PasswordLoginRequest>;

/// Known by its path. A token request must be a POST with the web app key, a time, a device id and
/// the right sign; a wrong sign is DecodeErrorKind::wrong_signature.
std::variant<ServiceRequest, DecodeError> read_service_request(const HttpRequest& request);

/// `ret` tells the outcome, and captcha brings the address to go to. The outcome must not be
/// no_answer (asserted).
HttpResponse to_http_token_answer(const ServiceAnswer& answer);

/// hasLogin and password login: `content.success`. For other outcomes than success and failure the
/// answer carries `ret` too, an addition of ours that other clients pass over.
HttpResponse to_http_login_answer(const ServiceAnswer& answer);

/// A status other than 200, a body that is no JSON, a success without token: outcome failure.
ServiceAnswer read_token_answer(const HttpResponse& response);
ServiceAnswer read_login_answer(const HttpResponse& response);

}  // namespace fishtank::wire
