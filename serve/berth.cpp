#include "serve/berth.hpp"

#include <algorithm>
#include <utility>

#include "live/bad_frame.hpp"
#include "plan/units.hpp"
#include "serve/printable.hpp"

namespace fishtank::serve {

using stage::FaultId;
using With = plan::Answer::With;

namespace {

/// Whose doing it is that a connect never reaches the server; kNoFault: it does.
FaultId kept_out_by(const stage::Path& path) {
  const FaultId lost_by = std::max(path.up().lost_by, path.down().lost_by);
  const auto met = path.met();
  if (!met) return lost_by;
  switch (met->answer.with) {
    case With::refuse:
    case With::nothing:
    case With::silence:
    case With::tls_failure: return met->fault;
    case With::no_address:
    case With::status:
    case With::slowness: return lost_by;
  }
  __builtin_unreachable();
}

/// The server hears of a cut next door within that time.
constexpr Duration kHeard = core::seconds(1);

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
             const live::Harbour& server, Traffic traffic, Events events)
    : traffic_(traffic),
      events_(std::move(events)),
      path_(plan.network, core::Random(core::derive(plan.seed, "link/up", 0)),
            core::Random(core::derive(plan.seed, "link/down", 0))),
      water_(
          driver, path_, live::Water::Carries::visitors, live::far_trips(server),
          [this](FaultId fault) { events_.touched(fault); }, [this] { proxy_.water_changed(); }),
      proxy_(loop, place, server.port, water_,
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
  events_.ask(stage::kNoFault,
              "nothing: clients come without the proxy (--direct), so their path is as it is");
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
  ask_for_lookups();
  keep_out();
}

void Berth::ask_for_lookups() {
  const auto met = path_.met();
  const bool fail = met && met->answer.with == With::no_address;
  const FaultId before = std::exchange(fails_lookups_, fail ? met->fault : stage::kNoFault);
  if (before == fails_lookups_) return;
  events_.ask(fail ? fails_lookups_ : before,
              fail ? "make the client's lookup of the server's name fail"
                   : "let the client's lookup of the server's name succeed again");
}

/// Nobody hears of a connect that the kernel refuses or ignores: whoever is away meanwhile is taken
/// for one that tries.
void Berth::keep_out() {
  if (traffic_ == Traffic::past) return;
  const FaultId fault = kept_out_by(path_);
  if (fault != stage::kNoFault && events_.is_anybody_away()) events_.touched(fault);
}

void Berth::cut(plan::Cut::How how, FaultId fault, Instant now) {
  if (is_past_proxy()) return;
  last_cut_ = fault;
  last_cut_at_ = now;
  const std::size_t connections =
      how == plan::Cut::How::reset ? proxy_.reset_all() : proxy_.finish_all();
  if (connections > 0) events_.touched(fault);
}

FaultId Berth::cut_by(Instant now) const {
  return now - last_cut_at_ <= kHeard ? last_cut_ : stage::kNoFault;
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

void Berth::start(bool, Instant) { events_.ask(stage::kNoFault, "start the client"); }
void Berth::stop(Instant) { events_.ask(stage::kNoFault, "stop the client"); }

void Berth::enable(bool enabled, Instant) {
  events_.ask(stage::kNoFault,
              enabled ? "enable the account in the client" : "disable the account in the client");
}

void Berth::send_chat(const plan::SendAction& chat, Instant) {
  const std::string text = printable("\"" + chat.text + "\" to " + std::string(chat.to));
  events_.ask(stage::kNoFault, "have the client send " + text);
}

void Berth::freeze(FaultId fault, Instant) {
  events_.ask(fault, "suspend the client's process (kill -STOP)");
}
void Berth::thaw(FaultId fault, Instant) {
  events_.ask(fault, "let the client's process go on (kill -CONT)");
}

void Berth::jump_clock(Duration by, FaultId fault, Instant) {
  events_.ask(fault, "move the calendar of the client's host by " + plan::print_duration(by));
}

}  // namespace fishtank::serve
