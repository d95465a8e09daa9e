#include "live/client_host.hpp"

#include <algorithm>
#include <utility>

#include "live/bad_frame.hpp"

namespace fishtank::live {

using server_mock::ServiceKind;
using stage::FaultId;
using stage::kNoFault;
using With = plan::Answer::With;

namespace {

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
      driver_(driver),
      harbour_(harbour),
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
      chores_(driver),
      socket_(loop, [this](core::Input input, std::string_view) { happened(std::move(input)); }),
      calls_(loop, tank.plan.wall_start_ms, [this](const ServiceCalls::Answer& one) {
        answered(one.call, one.kind, one.answer, driver_.arrival());
      }) {}

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
  socket_.drop();
  has_transport_ = true;
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
  options.verify_certificate = false;
  socket_.open(attempt(), options);
}

void ClientHost::fail_to_open(core::OpenFailure cause, Instant now) {
  dial_.waits = false;
  has_transport_ = false;
  ++dial_.number;
  feed(core::OpenFailed{attempt(), cause}, now, ended_by_);
}

void ClientHost::close_transport(std::uint16_t code, Instant now) {
  if (socket_.is_open()) {
    if (!far_end_.answers_close(now)) socket_water_.keep_answers_back();
    socket_water_.wrote(plan::Direction::up, now);
    return socket_.close(code);
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
  socket_.drop();
  unread_.clear();
  return std::exchange(has_transport_, false);
}

void ClientHost::ping(Instant now) {
  if (!socket_.is_open()) return;
  socket_water_.wrote(plan::Direction::up, now);
  socket_.ping();
}

stage::Written ClientHost::write(core::Frame& frame, core::SendId send, Instant now) {
  if (!socket_.is_open()) return stage::Written::failed;
  socket_water_.wrote(plan::Direction::up, now);
  return socket_.write(frame, send);
}

// ---- the services ----------------------------------------------------------------------------

void ClientHost::call(ServiceKind kind, core::CallId call, Instant now) {
  service_water_.wrote(plan::Direction::up, now);
  const std::string url = std::string(harbour_.tls ? "https" : "http") +
                          "://127.0.0.1:" + std::to_string(service_proxy_.port());
  calls_.begin(call, kind, {.url = url, .verify_certificate = false, .authority = {}}, who(), now);
}

// ---- what the socket tells -------------------------------------------------------------------

/// The proxy next door refuses at once; a server would be a round trip away.
void ClientHost::happened(core::Input input) {
  const auto* failed = std::get_if<core::OpenFailed>(&input);
  if (failed != nullptr) has_transport_ = false;
  if (failed == nullptr || failed->cause != core::OpenFailure::refused) {
    return arrived(std::move(input));
  }
  chores_.at(driver_.arrival() + path().round_trip(), [this, refused = *failed](Instant) {
    if (refused.attempt == attempt()) arrived(refused);
  });
}

void ClientHost::arrived(core::Input input) {
  const bool is_end = std::holds_alternative<core::OpenFailed>(input) ||
                      std::holds_alternative<core::Closed>(input);
  const FaultId fault = is_end ? ended_by_ : kNoFault;
  const Instant now = driver_.arrival();
  if (frozen()) return unread_.push_back({std::move(input), fault});
  feed(input, now, fault);
}

void ClientHost::resume(Instant now) {
  for (Unread& one : std::exchange(unread_, {})) feed(one.input, now, one.fault);
  socket_.resume();
}

}  // namespace fishtank::live
