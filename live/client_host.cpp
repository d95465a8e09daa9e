#include "live/client_host.hpp"

#include <algorithm>
#include <utility>

#include "live/bad_frame.hpp"
#include "live/words.hpp"
#include "stage/service_http.hpp"

namespace fishtank::live {

using server_mock::ServiceKind;
using stage::FaultId;
using stage::kNoFault;
using With = plan::Answer::With;

namespace {

/// The kernel's own limits are not for a run that is faster than time; the core has its own.
constexpr net::Duration kPatience = std::chrono::minutes(10);

/// How a proxy meets connections on a path that is met so.
net::FaultProxy::Listening listening(const std::optional<stage::Path::Met>& met) {
  using Listening = net::FaultProxy::Listening;
  if (!met) return Listening::forward;
  switch (met->answer.with) {
    case With::refuse: return Listening::refuse;
    case With::silence: return Listening::silent;
    case With::tls_failure: return Listening::garbage;
    case With::nothing:                              // the dial waits
    case With::no_address:                           // there is no dial
    case With::status:                               // the server's answer
    case With::slowness: return Listening::forward;  // the water's
  }
  __builtin_unreachable();
}

/// The server is far, but the proxy is next door: TCP's handshake takes no time. A server that is
/// not asked for TLS is taken for one that is, because the real one is.
int far_trips(const Harbour& harbour) { return harbour.tls ? 1 : 2; }

/// By whose doing nothing gets through that way, not even what is sent again; nobody's: it does.
FaultId lost_by(const stage::Flow& flow) {
  constexpr std::uint32_t kEverything = 1'000'000;
  return flow.lost_by == kNoFault && flow.loss_ppm == kEverything ? flow.slowed_by : flow.lost_by;
}

FaultId lost_by(const stage::Path& path) {
  return std::max(lost_by(path.up()), lost_by(path.down()));
}

}  // namespace

ClientHost::ClientHost(net::Loop& loop, Driver& driver, const Harbour& harbour, stage::Tank& tank,
                       std::uint32_t index, const plan::Client& plan,
                       const core::Shared<core::Policy>& policy, core::Identity who)
    : stage::ClientHost(tank, index, plan, policy, std::move(who)),
      Alarm(driver),
      loop_(loop),
      driver_(driver),
      harbour_(harbour),
      tank_(tank),
      socket_water_(
          driver, path(), Water::Carries::socket, far_trips(harbour),
          [this](FaultId fault) { touch(fault, driver_.now()); },
          [this] { socket_proxy_.water_changed(); }),
      service_water_(
          driver, path(), Water::Carries::services, far_trips(harbour),
          [this](FaultId fault) { touch(fault, driver_.now()); },
          [this] { service_proxy_.water_changed(); }),
      socket_proxy_(loop, harbour.port, socket_water_),
      service_proxy_(loop, harbour.port, service_water_),
      chores_(driver) {}

ClientHost::~ClientHost() = default;

// ---- faults ----------------------------------------------------------------------------------

void ClientHost::path_changed(Instant now) {
  socket_water_.path_changed(now);
  service_water_.path_changed(now);
  meet_connections();
  if (dial_.waits) dial_when_heard(now);
}

void ClientHost::meet_connections() { socket_proxy_.listen(listening(path().met())); }

/// What was written before it comes out before it.
void ClientHost::cut(plan::Cut::How how, FaultId fault, Instant now) {
  if (socket_proxy_.connections() == 0) return;
  ends_by(fault);
  touch(fault, now);
  chores_.at(now + path().down().latency, [this, how, dial = dial_.number](Instant) {
    if (dial != dial_.number) return;  // it has left that connection itself
    if (how == plan::Cut::How::reset) {
      socket_proxy_.reset_all();
    } else {
      socket_proxy_.finish_all();
    }
  });
}

void ClientHost::orphan(FaultId fault, Instant now) {
  if (socket_proxy_.orphan_all() == 0) return;
  ends_by(fault);
  touch(fault, now);
}

void ClientHost::end_orphan(FaultId, Instant) { socket_proxy_.end_orphans(); }

void ClientHost::bad_frame(const plan::BadFrame& frame, FaultId fault, Instant now) {
  if (!far_end_.send_raw(bytes_of(frame))) return;
  ends_by(fault);
  touch(fault, now);
}

// ---- the transport ---------------------------------------------------------------------------

void ClientHost::open_transport(Instant now) {
  ended_by_ = kNoFault;
  socket_water_.begin_connection();
  is_open_ = false;
  has_transport_ = true;
  unflushed_.clear();
  ++dial_.number;
  dial_.begun = now;
  const auto met = path().met();
  if (met && met->answer.with != With::nothing) {
    ends_by(met->fault);
    touch(met->fault, now);
  }
  if (met && met->answer.with == With::no_address) {
    const auto number = dial_.number;
    return chores_.at(now + path().round_trip(), [this, number](Instant then) {
      if (number == dial_.number) fail_to_open(core::OpenFailure::dns, then);
    });
  }
  dial_.waits = true;
  dial_when_heard(now);
}

/// SYNs that vanish are sent again as TCP does, until one is heard: by us, because the kernel would
/// keep to real time.
void ClientHost::dial_when_heard(Instant now) {
  const auto met = path().met();
  const bool ignored = met && met->answer.with == With::nothing;
  const std::uint64_t number = ++dial_.number;
  if (!ignored && lost_by(path()) == kNoFault) {
    const Instant next = stage::Tcp::next_try(dial_.begun, stage::Tcp::kInitialSynTimeout, now);
    if (next == now) return dial(now);
    return chores_.at(next, [this, number](Instant then) {
      if (number == dial_.number) dial(then);
    });
  }
  const FaultId fault = ignored ? met->fault : lost_by(path());
  ends_by(fault);
  touch(fault, now);
  const Duration patience =
      stage::Tcp::kInitialSynTimeout * ((1 << (stage::Tcp::kSynRetries + 1)) - 1);
  chores_.at(std::max(now, dial_.begun + patience), [this, number](Instant then) {
    if (number == dial_.number) fail_to_open(core::OpenFailure::timeout, then);
  });
}

void ClientHost::dial(Instant) {
  dial_.waits = false;
  meet_connections();
  net::ClientOptions options;
  options.url = std::string(harbour_.tls ? "wss" : "ws") +
                "://127.0.0.1:" + std::to_string(socket_proxy_.port()) + "/";
  options.headers = {{"Cookie", who().cookies}};
  options.open_timeout = options.close_timeout = kPatience;
  options.verify_certificate = false;
  net::ClientHandler& handler = *this;
  socket_ = std::make_unique<net::WebSocketClient>(loop_, options, handler);
}

void ClientHost::fail_to_open(core::OpenFailure cause, Instant now) {
  dial_.waits = false;
  has_transport_ = false;
  ++dial_.number;
  feed(core::OpenFailed{attempt(), cause}, now, ended_by_);
}

void ClientHost::close_transport(std::uint16_t code, Instant now) {
  if (is_open_) {
    if (!far_end_.answers_close(now)) socket_water_.keep_answers_back();
    socket_water_.wrote(plan::Direction::up, now);
    return socket_->close(code, "");
  }
  drop_transport();
  follow_with(
      core::Closed{.attempt = attempt(), .cause = core::CloseCause::own_close, .code = code});
}

/// As a real library does, it tells of the end although nobody asked.
void ClientHost::abort_transport(Instant) {
  if (drop_transport()) {
    follow_with(core::Closed{.attempt = attempt(), .cause = core::CloseCause::own_close});
  }
}

bool ClientHost::drop_transport() {
  dial_.waits = false;
  ++dial_.number;
  socket_.reset();
  is_open_ = false;
  unread_.clear();
  return std::exchange(has_transport_, false);
}

void ClientHost::ping(Instant now) {
  if (!is_open_) return;
  socket_water_.wrote(plan::Direction::up, now);
  socket_->ping();
}

stage::Written ClientHost::write(core::Frame& frame, core::SendId send, Instant now) {
  if (!is_open_) return stage::Written::failed;
  text_.clear();
  wire::encode(frame, text_);
  socket_water_.wrote(plan::Direction::up, now);
  if (!socket_->send(text_)) return stage::Written::failed;
  if (send != core::SendId{}) unflushed_.push_back(send);
  return stage::Written::waiting;
}

// ---- the services ----------------------------------------------------------------------------

void ClientHost::call(ServiceKind kind, core::CallId call, Instant now) {
  const std::int64_t wall_ms =
      tank_.plan.wall_start_ms +
      core::duration_cast<core::milliseconds>(now.time_since_epoch()).count();
  service_water_.wrote(plan::Direction::up, now);
  const std::string base = std::string(harbour_.tls ? "https" : "http") +
                           "://127.0.0.1:" + std::to_string(service_proxy_.port());
  calls_[call] = std::make_unique<net::HttpCall>(
      loop_, base, net_request(stage::to_http(kind, who(), wall_ms)), kPatience, false,
      [this, kind, call](const net::HttpResponse& response) {
        service_answered(kind, call, response);
      });
}

void ClientHost::service_answered(ServiceKind kind, core::CallId call,
                                  const net::HttpResponse& response) {
  const server_mock::ServiceAnswer answer = stage::read_answer(kind, wire_response(response));
  const auto done = calls_.extract(call);  // lives until this is over
  answered(call, kind, answer, driver_.arrival());
}

void ClientHost::cancel_calls() { calls_.clear(); }

// ---- what the socket tells -------------------------------------------------------------------

void ClientHost::happened(core::Input input, FaultId fault) {
  const Instant now = driver_.arrival();
  if (frozen()) return unread_.push_back({std::move(input), fault});
  feed(input, now, fault);
}

void ClientHost::pause() {
  if (socket_) socket_->pause();
}

void ClientHost::resume(Instant now) {
  for (Unread& one : std::exchange(unread_, {})) feed(one.input, now, one.fault);
  if (socket_) socket_->resume();
}

void ClientHost::opened() {
  is_open_ = true;
  happened(core::Opened{attempt()});
}

/// The proxy next door refuses at once; a server would be a round trip away.
void ClientHost::open_failed(net::OpenFailure failure, int, const std::string&) {
  is_open_ = has_transport_ = false;
  const core::OpenFailed failed{attempt(), core_failure(failure)};
  if (failure != net::OpenFailure::refused) return happened(failed, ended_by_);
  chores_.at(driver_.arrival() + path().round_trip(), [this, failed](Instant) {
    if (failed.attempt == attempt()) happened(failed, ended_by_);
  });
}

void ClientHost::received(std::string_view message) {
  wire::Decoded decoded = decoder_.from_server(message);
  if (auto* frame = std::get_if<core::Frame>(&decoded)) {
    happened(core::Received{attempt(), std::move(*frame)});
  } else {
    happened(core::ReceivedGarbage{attempt()});
  }
}

void ClientHost::pong() { happened(core::PongReceived{attempt()}); }

void ClientHost::flushed() {
  for (const core::SendId send : std::exchange(unflushed_, {})) {
    happened(core::Sent{attempt(), send});
  }
}

void ClientHost::closed(const net::Ending& ending) {
  is_open_ = false;
  happened(
      core::Closed{.attempt = attempt(), .cause = core_cause(ending.cause), .code = ending.code},
      ended_by_);
}

}  // namespace fishtank::live
