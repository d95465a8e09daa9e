#include "live/service_calls.hpp"

#include <utility>

#include "live/patience.hpp"
#include "live/words.hpp"
#include "stage/service_http.hpp"

namespace fishtank::live {

using server_mock::ServiceKind;

ServiceCalls::ServiceCalls(net::Loop& loop, std::int64_t wall_start_ms,
                           std::function<void(const Answer& answer)> answered)
    : loop_(loop), wall_start_ms_(wall_start_ms), answered_(std::move(answered)) {}

void ServiceCalls::begin(core::CallId call, ServiceKind kind, const ServicePlace& place,
                         const core::Identity& who, core::Instant now) {
  const std::int64_t wall_ms =
      wall_start_ms_ + core::duration_cast<core::milliseconds>(now.time_since_epoch()).count();
  calls_[call] = std::make_unique<net::HttpCall>(
      loop_, place.url, net_request(stage::to_http(kind, who, wall_ms)), kPatience,
      place.verify_certificate,
      [this, call, kind](net::HttpResponse response) { answer(call, kind, std::move(response)); },
      place.authority);
}

void ServiceCalls::answer(core::CallId call, ServiceKind kind, net::HttpResponse response) {
  const auto done = calls_.extract(call);  // lives until this is over
  const server_mock::ServiceAnswer read = stage::read_answer(kind, wire_response(response));
  answered_({.call = call, .kind = kind, .answer = read, .response = std::move(response)});
}

}  // namespace fishtank::live
