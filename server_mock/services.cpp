#include "server_mock/services.hpp"

#include <algorithm>
#include <utility>

namespace fishtank::server_mock {

using core::ServiceOutcome;

bool Services::Active::hits(const ServiceRequest& request) const {
  return activation.kind == request.kind && !mended.contains(request.user);
}

ServiceAnswer Services::serve(const ServiceRequest& request, core::Instant now, TokenBook& tokens) {
  ServiceAnswer answer = judge(request);
  limit(request, now, answer);
  if (answer.outcome == ServiceOutcome::token_expired) {
    mend(ServiceOutcome::token_expired, request);
  }
  if (answer.outcome != ServiceOutcome::success) return answer;
  switch (request.kind) {
    case ServiceKind::token:
      answer.token =
          tokens.issue(request.user, request.device_id, core::later(now, token_lifetime_));
      break;
    case ServiceKind::password_login: mend(ServiceOutcome::session_expired, request); break;
    case ServiceKind::has_login:
    case ServiceKind::cookie_refresh: break;
  }
  return answer;
}

void Services::begin(ServiceActivation activation) {
  const core::UserId user = activation.user;
  active_.add(user, {std::move(activation), {}});
}

void Services::end(const ServiceActivation& activation) {
  active_.remove(activation.user,
                 [&](const Active& active) { return active.activation == activation; });
}

ServiceAnswer Services::judge(const ServiceRequest& request) const {
  ServiceAnswer answer;
  core::Duration slowness{};
  active_.visit(request.user, [&](const Active& active) {
    const ServiceActivation& activation = active.activation;
    const bool changes = activation.outcome || activation.by > slowness;
    if (!active.hits(request) || !changes) return;
    answer.outcome = activation.outcome.value_or(answer.outcome);
    slowness = std::max(slowness, activation.by);
    answer.fault = activation.fault;
  });
  answer.delay = service_time_ + slowness;
  return answer;
}

void Services::limit(const ServiceRequest& request, core::Instant now, ServiceAnswer& answer) {
  const bool gives_token =
      request.kind == ServiceKind::token && answer.outcome == ServiceOutcome::success;
  if (!gives_token) return;
  if (token_limit_.is_full(now)) {
    answer.outcome = ServiceOutcome::captcha;
  } else {
    token_limit_.count(now);
  }
}

void Services::mend(ServiceOutcome outcome, const ServiceRequest& request) {
  active_.visit(request.user, [&](Active& active) {
    const ServiceActivation& activation = active.activation;
    const bool by_this_request =
        outcome == ServiceOutcome::session_expired || activation.kind == request.kind;
    if (activation.outcome == outcome && by_this_request) active.mended.insert(request.user);
  });
}

}  // namespace fishtank::server_mock
