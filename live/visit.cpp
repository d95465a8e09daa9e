#include "live/visit.hpp"

#include <utility>

#include "live/chores.hpp"
#include "stage/timeline.hpp"
#include "trace/bounds.hpp"

namespace fishtank::live {

using trace::RecordKind;

namespace {

bool needs_server(const trace::Violation& violation) {
  const trace::CheckSpec* check = trace::find_check(violation.check);
  return check != nullptr && check->needs_server;
}

/// Passes the records on and counts what the metrics know from the server's side only.
class Witness final : public trace::Sink {
 public:
  Witness(trace::Recorder& recorder, const Spectator& spectator)
      : recorder_(recorder), spectator_(spectator) {}

  void write(const trace::Record& record) override {
    recorder_.write(record);
    if (record.kind == RecordKind::deliver) ++delivered_;
    if (spectator_.record) spectator_.record(record);
  }

  std::uint32_t delivered() const { return delivered_; }

 private:
  trace::Recorder& recorder_;
  const Spectator& spectator_;
  std::uint32_t delivered_ = 0;
};

/// The visit from its beginning to its end.
class Visit {
 public:
  Visit(const plan::Plan& plan, const VisitOptions& options, const Spectator& spectator);

  Visited run();

 private:
  void stop(Instant now);
  void rest(Instant now);
  void finish() { loop_.stop(); }

  const plan::Plan& plan_;
  net::Loop loop_;
  Driver driver_;
  trace::Recorder recorder_;
  Witness witness_;
  stage::Tank tank_;
  Guest guest_;
  Chores chores_;
  bool stopping_ = false;
  bool given_up_ = false;
};

Visit::Visit(const plan::Plan& plan, const VisitOptions& options, const Spectator& spectator)
    : plan_(plan),
      driver_(loop_, {.speed = 1, .waits = false}),
      recorder_(plan, trace::Keep::last),
      witness_(recorder_, spectator),
      tank_(plan, witness_),
      guest_(loop_, driver_, options.address, tank_, plan.clients.front(),
             plan.clients.front().policy, stage::identity_of(plan, plan.clients.front(), 0),
             spectator.remark, [this](Instant now) { rest(now); }),
      chores_(driver_) {
  tank_.observer = spectator.observer;
  guest_.start_at(core::kStart);
  if (options.length) {
    chores_.at(core::kStart + *options.length, [this](Instant now) { stop(now); });
  }
}

Visited Visit::run() {
  const net::StopSignals signals(loop_, [this] { stop(driver_.arrival()); });
  driver_.start();
  loop_.run();
  const Instant end = driver_.now();
  witness_.write({.at = end, .kind = RecordKind::run_ended});
  recorder_.end_of_plan(end);
  Visited result{.trace = recorder_.finish(end),
                 .delivered = witness_.delivered(),
                 .lateness = driver_.lateness()};
  std::erase_if(result.trace.violations, needs_server);
  return result;
}

void Visit::stop(Instant now) {
  if (std::exchange(stopping_, true)) return finish();
  guest_.stop(now);
  const Duration bound = trace::stop_bound(plan_.clients.front().policy);
  chores_.at(now + bound, [this](Instant) { finish(); });
}

/// CLOSED is the end; a client that has FAILED for good is closed.
void Visit::rest(Instant now) {
  if (guest_.connection().state() == core::State::closed) return finish();
  if (std::exchange(given_up_, true)) return;
  chores_.at(now, [this](Instant then) {
    if (!stopping_) stop(then);
  });
}

}  // namespace

Visited visit(const plan::Plan& plan, const VisitOptions& options, const Spectator& spectator) {
  check(options.address, stage::identity_of(plan, plan.clients.front(), 0).cookies);
  return Visit(plan, options, spectator).run();
}

}  // namespace fishtank::live
