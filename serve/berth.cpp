#include "serve/berth.hpp"

#include <utility>

#include "live/bad_frame.hpp"
#include "plan/units.hpp"

namespace fishtank::serve {

using stage::FaultId;
using With = plan::Answer::With;

namespace {

/// TCP's and TLS's handshakes, which end at the proxy next door.
constexpr int kFarTrips = 2;

net::FaultProxy::Listening listening(const std::optional<stage::Path::Met>& met) {
  using Listening = net::FaultProxy::Listening;
  if (!met) return Listening::forward;
  switch (met->answer.with) {
    case With::refuse: return Listening::refuse;
    case With::nothing: return Listening::ignore;
    case With::silence: return Listening::silent;
    case With::tls_failure: return Listening::garbage;
    case With::no_address:  // a matter of the client's resolver
    case With::status:      // the server's answer
    case With::slowness: return Listening::forward;
  }
  __builtin_unreachable();
}

}  // namespace

Berth::Berth(net::Loop& loop, live::Driver& driver, const plan::Plan& plan,
             const net::FaultProxy::Place& place, std::size_t connections,
             std::uint16_t server_port, Traffic traffic, Events events)
    : traffic_(traffic),
      events_(std::move(events)),
      path_(plan.network, core::Random(core::derive(plan.seed, "link/up", 0)),
            core::Random(core::derive(plan.seed, "link/down", 0))),
      water_(
          driver, path_, live::Water::Carries::socket, kFarTrips,
          [this](FaultId fault) { events_.touched(fault); }, [this] { proxy_.water_changed(); }),
      proxy_(loop, place, server_port, water_,
             {.connections = connections,
              .shed = [this](const std::string& peer) { events_.shed(peer); }}) {}

std::optional<int> Berth::refusal() {
  const auto met = path_.met();
  if (!met) return std::nullopt;
  events_.touched(met->fault);
  if (met->answer.with != With::status) return std::nullopt;
  return met->answer.status;
}

// ---- the path --------------------------------------------------------------------------------

/// If so it says that nothing happens.
bool Berth::is_past_proxy() {
  if (traffic_ == Traffic::through) return false;
  events_.ask("nothing: clients come without the proxy (--direct), so their path is as it is");
  return true;
}

void Berth::server_writes(Instant now) {
  if (traffic_ == Traffic::through) water_.wrote(plan::Direction::down, now);
}

void Berth::path_changed(Instant now) {
  const auto met = path_.met();
  const bool is_answer_of_server = met && met->answer.with == With::status;
  if (!path_.untouched() && !is_answer_of_server && is_past_proxy()) return;
  water_.path_changed(now);
  const bool lost =
      path_.up().lost_by != stage::kNoFault || path_.down().lost_by != stage::kNoFault;
  proxy_.listen(lost ? net::FaultProxy::Listening::ignore : listening(met));
  if (met && met->answer.with == With::no_address) {
    events_.ask("make the client's lookup of the server's name fail");
  }
}

void Berth::cut(plan::Cut::How how, FaultId fault, Instant) {
  if (is_past_proxy()) return;
  const std::size_t connections =
      how == plan::Cut::How::reset ? proxy_.reset_all() : proxy_.finish_all();
  if (connections > 0) events_.touched(fault);
}

void Berth::orphan(FaultId fault, Instant) {
  if (is_past_proxy()) return;
  if (proxy_.orphan_all() > 0) events_.touched(fault);
}

void Berth::end_orphan(FaultId, Instant) { proxy_.end_orphans(); }

void Berth::bad_frame(const plan::BadFrame& frame, FaultId fault, Instant) {
  if (events_.send_raw(live::bytes_of(frame))) events_.touched(fault);
}

// ---- what is for the tester to do ------------------------------------------------------------

void Berth::start(bool, Instant) { events_.ask("start the client"); }
void Berth::stop(Instant) { events_.ask("stop the client"); }

void Berth::enable(bool enabled, Instant) {
  events_.ask(enabled ? "enable the account in the client" : "disable the account in the client");
}

void Berth::send_chat(const plan::SendAction& chat, Instant) {
  events_.ask("have the client send \"" + chat.text + "\" to " + chat.to);
}

void Berth::freeze(FaultId, Instant) { events_.ask("suspend the client's process (kill -STOP)"); }
void Berth::thaw(FaultId, Instant) { events_.ask("let the client's process go on (kill -CONT)"); }

void Berth::jump_clock(Duration by, FaultId, Instant) {
  events_.ask("move the calendar of the client's host by " + plan::print_duration(by));
}

}  // namespace fishtank::serve
