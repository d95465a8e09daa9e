#include "live/words.hpp"

#include <string>

namespace fishtank::live {

core::OpenFailure core_failure(net::OpenFailure failure) {
  switch (failure) {
    case net::OpenFailure::refused: return core::OpenFailure::refused;
    case net::OpenFailure::unreachable: return core::OpenFailure::unreachable;
    case net::OpenFailure::no_address: return core::OpenFailure::dns;
    case net::OpenFailure::timeout: return core::OpenFailure::timeout;
    case net::OpenFailure::tls: return core::OpenFailure::tls;
    case net::OpenFailure::http_status: return core::OpenFailure::http_status;
    case net::OpenFailure::protocol: return core::OpenFailure::protocol;
    case net::OpenFailure::reset: return core::OpenFailure::reset;
  }
  __builtin_unreachable();
}

core::CloseCause core_cause(net::CloseCause cause) {
  switch (cause) {
    case net::CloseCause::close_frame: return core::CloseCause::close_frame;
    case net::CloseCause::own_close: return core::CloseCause::own_close;
    case net::CloseCause::end_of_stream: return core::CloseCause::end_of_stream;
    case net::CloseCause::reset: return core::CloseCause::reset;
    case net::CloseCause::timed_out:
    case net::CloseCause::close_unanswered: return core::CloseCause::timed_out;
    case net::CloseCause::protocol_error: return core::CloseCause::protocol_error;
  }
  __builtin_unreachable();
}

net::HttpRequest net_request(const wire::HttpRequest& request) {
  net::HttpRequest result;
  result.method = request.method;
  result.target = request.query.empty() ? request.path : request.path + "?" + request.query;
  result.headers = request.headers;
  result.body = request.body;
  return result;
}

wire::HttpRequest wire_request(const net::HttpRequest& request) {
  const std::size_t mark = request.target.find('?');
  return {.method = request.method,
          .path = request.target.substr(0, mark),
          .query = mark == std::string::npos ? std::string() : request.target.substr(mark + 1),
          .headers = request.headers,
          .body = request.body};
}

net::HttpResponse net_response(const wire::HttpResponse& response) {
  net::HttpResponse result;
  result.status = response.status;
  result.headers = response.headers;
  result.body = response.body;
  return result;
}

wire::HttpResponse wire_response(const net::HttpResponse& response) {
  return {.status = response.status, .headers = response.headers, .body = response.body};
}

}  // namespace fishtank::live
