#pragma once

#include <cstdint>
#include <variant>

#include "core/identity.hpp"
#include "core/time.hpp"
#include "server_mock/services.hpp"
#include "wire/decode_error.hpp"
#include "wire/http_message.hpp"

/// Requests to the services and their answers as HTTP and back (protocol.md 5).
namespace fishtank::stage {

/// A client's request; `wall_ms`: what its calendar shows, ms since 1970.
wire::HttpRequest to_http(server_mock::ServiceKind kind, const core::Identity& who,
                          std::int64_t wall_ms);

/// The request that a server has got. The has-login page is also what refreshes cookies: it is read
/// as ServiceKind::cookie_refresh. The user is that of the Cookie header, or of the login's form.
std::variant<server_mock::ServiceRequest, wire::DecodeError> read_request(
    const wire::HttpRequest& request);

/// `answer` must not be no_answer.
wire::HttpResponse to_http(server_mock::ServiceKind kind, const server_mock::ServiceAnswer& answer);

/// What a client makes of a response; status 0 stands for none: no_answer.
server_mock::ServiceAnswer read_answer(server_mock::ServiceKind kind,
                                       const wire::HttpResponse& response);

}  // namespace fishtank::stage
