#pragma once

#include "core/input.hpp"
#include "net/ending.hpp"
#include "net/web_socket_server.hpp"
#include "wire/http_message.hpp"

/// The sockets' words in those of the other folders, and back.
namespace fishtank::live {

core::OpenFailure core_failure(net::OpenFailure failure);
core::CloseCause core_cause(net::CloseCause cause);

net::HttpRequest net_request(const wire::HttpRequest& request);
wire::HttpRequest wire_request(const net::HttpRequest& request);
net::HttpResponse net_response(const wire::HttpResponse& response);
wire::HttpResponse wire_response(const net::HttpResponse& response);

}  // namespace fishtank::live
