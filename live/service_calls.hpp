#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "core/identity.hpp"
#include "core/input.hpp"
#include "core/time.hpp"
#include "net/http_client.hpp"
#include "server_mock/services.hpp"

namespace fishtank::live {

/// Where a client's HTTP services are.
struct ServicePlace {
  std::string url;                 ///< http://host:port or https://
  bool verify_certificate = true;  ///< https: against `authority`
  std::string authority;           ///< PEM file; empty: the system's authorities
};

/// A client's calls of the services over HTTP, in the words of the core and the mock. Several may
/// be under way.
class ServiceCalls {
 public:
  struct Answer {
    core::CallId call{};
    server_mock::ServiceKind kind{};
    server_mock::ServiceAnswer answer;  ///< no_answer: the call failed
    net::HttpResponse response;         ///< it was read from this; status 0: what failed, in body
  };

  /// `wall_start_ms`: what the client's calendar shows at core::kStart, in ms since 1970.
  /// `answered`: called from the loop, once for each call that is not cancelled; free to begin or
  /// cancel others.
  ServiceCalls(net::Loop& loop, std::int64_t wall_start_ms,
               std::function<void(const Answer& answer)> answered);

  /// std::invalid_argument: the place cannot be used.
  void begin(core::CallId call, server_mock::ServiceKind kind, const ServicePlace& place,
             const core::Identity& who, core::Instant now);

  /// Hangs up on all.
  void cancel() { calls_.clear(); }

 private:
  void answer(core::CallId call, server_mock::ServiceKind kind, net::HttpResponse response);

  net::Loop& loop_;
  std::int64_t wall_start_ms_;
  std::function<void(const Answer& answer)> answered_;
  std::map<core::CallId, std::unique_ptr<net::HttpCall>> calls_;
};

}  // namespace fishtank::live
