#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "core/input.hpp"
#include "core/message.hpp"
#include "core/time.hpp"
#include "server_mock/by_user.hpp"
#include "server_mock/ids.hpp"
#include "server_mock/options.hpp"
#include "server_mock/rate_limit.hpp"
#include "server_mock/token_book.hpp"

/// The HTTP services beside the socket (protocol.md 5) as a pure machine: a request value in, an
/// answer value out. The HTTP text is the business of wire/.
namespace fishtank::server_mock {

enum class ServiceKind : std::uint8_t {
  token,           ///< mtop.taobao.idlemessage.pc.login.token
  has_login,       ///< hasLogin.do
  password_login,  ///< the password login; mends an expired session
  cookie_refresh,  ///< the cookie refresh
};

struct ServiceRequest {
  ServiceKind kind = ServiceKind::token;
  core::UserId user;      ///< cookie `unb`
  std::string device_id;  ///< token requests: the device the token is for

  bool operator==(const ServiceRequest&) const = default;
};

struct ServiceAnswer {
  core::ServiceOutcome outcome = core::ServiceOutcome::success;  ///< no_answer: none is ever sent
  std::string token;         ///< only for a token request that succeeded
  core::Duration delay{};    ///< from the request to its answer
  FaultId fault = kNoFault;  ///< who made it other than it should be

  bool operator==(const ServiceAnswer&) const = default;
};

/// A service that misbehaves while a fault lasts. Two outcomes can be mended by the client, as in
/// the field, and do not hit a user again after that: session_expired by a password login, and
/// token_expired by trying again, because the refusal brings a fresh cookie along.
struct ServiceActivation {
  FaultId fault = kNoFault;
  core::UserId user;  ///< whom it concerns; empty: all
  ServiceKind kind = ServiceKind::token;
  std::optional<core::ServiceOutcome> outcome;  ///< none: it is only slow
  core::Duration by{};                          ///< so much slower

  bool operator==(const ServiceActivation&) const = default;
};

class Services {
 public:
  explicit Services(const Options& options)
      : token_lifetime_(options.token_lifetime),
        service_time_(options.service_time),
        token_limit_(options.token_rate) {}

  /// Answers a request. A token that it gives out is entered in `tokens`, good from `now` on.
  /// Of several activations the newest outcome and the greatest slowness count; a success beyond
  /// Options::token_rate is a captcha.
  ServiceAnswer serve(const ServiceRequest& request, core::Instant now, TokenBook& tokens);

  void begin(ServiceActivation activation);

  /// Ends one activation equal to this. There must be one: whoever ends it began it.
  void end(const ServiceActivation& activation);

  /// Nothing is at work.
  bool none() const { return active_.empty(); }

  bool operator==(const Services&) const = default;

 private:
  struct Active {
    ServiceActivation activation;
    std::set<core::UserId> mended;  ///< users it does not hit any more

    /// Whether it does, given that it concerns the user.
    bool hits(const ServiceRequest& request) const;
    bool operator==(const Active&) const = default;
  };

  ServiceAnswer judge(const ServiceRequest& request) const;
  void limit(const ServiceRequest& request, core::Instant now, ServiceAnswer& answer);
  void mend(core::ServiceOutcome outcome, const ServiceRequest& request);

  core::Duration token_lifetime_;
  core::Duration service_time_;
  RateLimit token_limit_;
  ByUser<Active> active_;
};

}  // namespace fishtank::server_mock
