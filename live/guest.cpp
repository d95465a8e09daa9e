#include "live/guest.hpp"

#include "live/words.hpp"
#include "net/url.hpp"
#include "stage/service_http.hpp"

namespace fishtank::live {

using server_mock::ServiceKind;

namespace {

/// The core has its own limits; this only keeps what it gave up from lasting for ever.
constexpr net::Duration kPatience = std::chrono::minutes(10);

net::ClientOptions options_of(const Address& address, const std::string& cookies) {
  net::ClientOptions options;
  options.url = address.url;
  options.headers = address.headers;
  options.headers.emplace_back("Cookie", cookies);
  options.open_timeout = options.close_timeout = kPatience;
  options.verify_certificate = address.verify_certificate;
  options.authority = address.authority;
  return options;
}

/// Whose calls nobody waits for.
struct Nobody final : net::ClientHandler {
  void opened() override {}
  void open_failed(net::OpenFailure, int, const std::string&) override {}
  void received(std::string_view) override {}
  void pong() override {}
  void flushed() override {}
  void closed(const net::Ending&) override {}
};

}  // namespace

std::string services_beside(const std::string& url) {
  const net::Url parsed = net::parse_url(url, "ws");
  return (parsed.secure ? "https://" : "http://") + parsed.authority();
}

/// A socket that is gone before its loop runs has not sent anything.
void check(const Address& address, const std::string& cookies) {
  net::parse_url(address.services, "http");
  net::Loop loop;
  Nobody nobody;
  const net::WebSocketClient socket(loop, options_of(address, cookies), nobody);
}

Guest::Guest(net::Loop& loop, Driver& driver, const Address& address, stage::Tank& tank,
             const plan::Client& plan, const core::Shared<core::Policy>& policy, core::Identity who,
             Remark remark, std::function<void(Instant now)> rests)
    : stage::ClientHost(tank, 0, plan, policy, std::move(who)),
      Alarm(driver),
      loop_(loop),
      driver_(driver),
      address_(address),
      wall_start_ms_(tank.plan.wall_start_ms),
      remark_(std::move(remark)),
      rests_(std::move(rests)) {}

void Guest::wake_at(Instant at) {
  driver_.set(*this, at);
  const core::State state = connection().state();
  const bool is_over = state == core::State::closed || state == core::State::failed;
  if (is_over && at == core::kNever) rests_(driver_.now());
}

// ---- the transport ---------------------------------------------------------------------------

void Guest::open_transport(Instant) {
  is_open_ = false;
  unflushed_.clear();
  net::ClientHandler& handler = *this;
  socket_ =
      std::make_unique<net::WebSocketClient>(loop_, options_of(address_, who().cookies), handler);
}

void Guest::close_transport(std::uint16_t code, Instant now) {
  if (is_open_) return socket_->close(code, "");
  abort_transport(now);
  follow_with(
      core::Closed{.attempt = attempt(), .cause = core::CloseCause::own_close, .code = code});
}

void Guest::abort_transport(Instant) {
  socket_.reset();
  is_open_ = false;
}

void Guest::ping(Instant) {
  if (is_open_) socket_->ping();
}

stage::Written Guest::write(core::Frame& frame, core::SendId send, Instant) {
  if (!is_open_) return stage::Written::failed;
  text_.clear();
  wire::encode(frame, text_);
  if (!socket_->send(text_)) return stage::Written::failed;
  if (send != core::SendId{}) unflushed_.push_back(send);
  return stage::Written::waiting;
}

// ---- what the socket tells -------------------------------------------------------------------

/// The input names its attempt before timers that are due have their turn: they may end it.
void Guest::happened(const core::Input& input) {
  const Instant now = driver_.arrival();
  feed(input, now);
}

void Guest::opened() {
  is_open_ = true;
  happened(core::Opened{attempt()});
}

void Guest::open_failed(net::OpenFailure failure, int status, const std::string& detail) {
  is_open_ = false;
  remark_(driver_.moment(),
          status != 0 ? "the server answered the upgrade with status " + std::to_string(status)
                      : "could not open: " + detail);
  happened(core::OpenFailed{attempt(), core_failure(failure)});
}

void Guest::received(std::string_view message) {
  wire::Decoded decoded = decoder_.from_server(message);
  if (auto* frame = std::get_if<core::Frame>(&decoded)) {
    return happened(core::Received{attempt(), std::move(*frame)});
  }
  remark_(driver_.moment(), "no LWP frame: " + std::get<wire::DecodeError>(decoded).message);
  happened(core::ReceivedGarbage{attempt()});
}

void Guest::pong() { happened(core::PongReceived{attempt()}); }

void Guest::flushed() {
  const core::AttemptId flushed = attempt();
  for (const core::SendId send : std::exchange(unflushed_, {})) {
    happened(core::Sent{flushed, send});
  }
}

void Guest::closed(const net::Ending& ending) {
  is_open_ = false;
  if (!ending.reason.empty()) remark_(driver_.moment(), "the connection ended: " + ending.reason);
  happened(
      core::Closed{.attempt = attempt(), .cause = core_cause(ending.cause), .code = ending.code});
}

// ---- the services ----------------------------------------------------------------------------

void Guest::call(ServiceKind kind, core::CallId call, Instant now) {
  if (kind == ServiceKind::token && address_.token) {
    return answered(call, kind,
                    {.outcome = core::ServiceOutcome::success, .token = *address_.token}, now);
  }
  const std::int64_t wall_ms =
      wall_start_ms_ + core::duration_cast<core::milliseconds>(now.time_since_epoch()).count();
  calls_[call] = std::make_unique<net::HttpCall>(
      loop_, address_.services, net_request(stage::to_http(kind, who(), wall_ms)), kPatience,
      address_.verify_certificate,
      [this, kind, call](const net::HttpResponse& response) {
        service_answered(kind, call, response);
      },
      address_.authority);
}

void Guest::service_answered(ServiceKind kind, core::CallId call,
                             const net::HttpResponse& response) {
  const server_mock::ServiceAnswer answer = stage::read_answer(kind, wire_response(response));
  const auto done = calls_.extract(call);  // lives until this is over
  const Instant now = driver_.arrival();
  if (response.status == 0) {
    remark_(now, "a service gave no answer: " + response.body);
  } else if (answer.outcome != core::ServiceOutcome::success) {
    remark_(now, "a service answered with status " + std::to_string(response.status) + ", " +
                     std::string(core::name(answer.outcome)));
  }
  answered(call, kind, answer, now);
}

}  // namespace fishtank::live
