#include "live/guest.hpp"

#include "net/url.hpp"

namespace fishtank::live {

using server_mock::ServiceKind;

namespace {

net::ClientOptions options_of(const Address& address, const std::string& cookies) {
  net::ClientOptions options;
  options.url = address.url;
  options.headers = address.headers;
  options.headers.emplace_back("Cookie", cookies);
  options.verify_certificate = address.verify_certificate;
  options.authority = address.authority;
  return options;
}

}  // namespace

std::string services_beside(const std::string& url) {
  const net::Url parsed = net::parse_url(url, "ws");
  return (parsed.secure ? "https://" : "http://") + parsed.authority();
}

void check(const Address& address, const std::string& cookies) {
  net::parse_url(address.services, "http");
  net::WebSocketClient::check(options_of(address, cookies));
}

Guest::Guest(net::Loop& loop, Driver& driver, const Address& address, stage::Tank& tank,
             const plan::Client& plan, const core::Shared<core::Policy>& policy, core::Identity who,
             Remark remark, std::function<void(Instant now)> rests)
    : stage::ClientHost(tank, 0, plan, policy, std::move(who)),
      Alarm(driver),
      driver_(driver),
      address_(address),
      remark_(std::move(remark)),
      rests_(std::move(rests)),
      socket_(loop, [this](const core::Input& input,
                           std::string_view detail) { happened(input, detail); }),
      calls_(loop, tank.plan.wall_start_ms,
             [this](const ServiceCalls::Answer& one) { service_answered(one); }) {}

void Guest::wake_at(Instant at) {
  driver_.set(*this, at);
  const core::State state = connection().state();
  const bool is_over = state == core::State::closed || state == core::State::failed;
  if (is_over && at == core::kNever) rests_(driver_.now());
}

// ---- the transport ---------------------------------------------------------------------------

void Guest::open_transport(Instant) {
  socket_.open(attempt(), options_of(address_, who().cookies));
}

void Guest::close_transport(std::uint16_t code, Instant now) {
  if (socket_.is_open()) return socket_.close(code);
  abort_transport(now);
  follow_with(
      core::Closed{.attempt = attempt(), .cause = core::CloseCause::own_close, .code = code});
}

void Guest::abort_transport(Instant) { socket_.drop(); }

void Guest::ping(Instant) {
  if (socket_.is_open()) socket_.ping();
}

stage::Written Guest::write(core::Frame& frame, core::SendId send, Instant) {
  return socket_.is_open() ? socket_.write(frame, send) : stage::Written::failed;
}

/// The input names its attempt before timers that are due have their turn: they may end it.
void Guest::happened(const core::Input& input, std::string_view detail) {
  if (!detail.empty()) remark_(driver_.moment(), std::string(detail));
  const Instant now = driver_.arrival();
  feed(input, now);
}

// ---- the services ----------------------------------------------------------------------------

void Guest::call(ServiceKind kind, core::CallId call, Instant now) {
  if (kind == ServiceKind::token && address_.token) {
    return answered(call, kind,
                    {.outcome = core::ServiceOutcome::success, .token = *address_.token}, now);
  }
  calls_.begin(call, kind,
               {.url = address_.services,
                .verify_certificate = address_.verify_certificate,
                .authority = address_.authority},
               who(), now);
}

void Guest::service_answered(const ServiceCalls::Answer& one) {
  const Instant now = driver_.arrival();
  if (one.response.status == 0) {
    remark_(now, "a service gave no answer: " + one.response.body);
  } else if (one.answer.outcome != core::ServiceOutcome::success) {
    remark_(now, "a service answered with status " + std::to_string(one.response.status) + ", " +
                     std::string(core::name(one.answer.outcome)));
  }
  answered(one.call, one.kind, one.answer, now);
}

}  // namespace fishtank::live
