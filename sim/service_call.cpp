#include "sim/service_call.hpp"

#include <stdexcept>
#include <utility>

#include "stage/service_http.hpp"

namespace fishtank::sim {

namespace {

/// What a request and its answer weigh on the line, headers and cookies included.
constexpr std::int64_t kMessageSize = 1500;

}  // namespace

// ---- one call --------------------------------------------------------------------------------

void ServiceCall::begin(ServiceCaller& caller, server_mock::ServiceKind kind, core::CallId call,
                        Instant now) {
  caller_ = &caller;
  kind_ = kind;
  call_ = call;
  begun_ = now;
  go(Stage::dialling, now);
}

void ServiceCall::cancel() {
  desk_.tank_.scheduler.cancel(*this);
  end();
}

ServiceCaller& ServiceCall::end() {
  desk_.idle_.push_back(this);
  return *std::exchange(caller_, nullptr);
}

void ServiceCall::go(Stage stage, Instant at) {
  stage_ = stage;
  desk_.tank_.scheduler.schedule(*this, at);
}

Duration ServiceCall::way(plan::Direction direction, Instant now) {
  stage::Path& path = caller_->path();
  const stage::Flow& flow = path.flow(direction);
  if (flow.slowed_by != kNoFault) caller_->touched(flow.slowed_by, now);
  Instant line_is_free{};  // a connection of its own
  const stage::Journey journey = stage::travel(flow, path.round_trip(), kMessageSize, now,
                                               line_is_free, path.random(direction));
  return journey.departs - now + journey.lost_for + journey.travel;
}

/// Whether packets vanish now: then the same stage is tried again when TCP does.
bool ServiceCall::lost(Instant now) {
  const stage::Path& path = caller_->path();
  const FaultId fault = path.up().lost_by != kNoFault ? path.up().lost_by : path.down().lost_by;
  if (fault == kNoFault) return false;
  caller_->touched(fault, now);
  const bool dialling = stage_ == Stage::dialling;
  const Duration timeout =
      dialling ? stage::Tcp::kInitialSynTimeout : stage::Tcp::first_timeout(path.round_trip());
  go(stage_, stage::Tcp::next_try(begun_, timeout, now + core::nanoseconds(1)));
  return true;
}

void ServiceCall::act(Instant now) {
  if (stage_ != Stage::served && lost(now)) return;
  switch (stage_) {
    case Stage::dialling:
      go(Stage::asking, now + caller_->path().round_trip() * 2 + way(plan::Direction::up, now));
      break;
    case Stage::asking: return ask(now);
    case Stage::served: go(Stage::answering, now + way(plan::Direction::down, now)); break;
    case Stage::answering: return finish(now);
  }
  begun_ = wakes_at();
}

void ServiceCall::ask(Instant now) {
  answer_ = desk_.serve(*caller_, kind_, now);
  if (answer_.fault != server_mock::kNoFault) {
    caller_->touched(static_cast<FaultId>(answer_.fault), now);
  }
  const bool silent = answer_.outcome == core::ServiceOutcome::no_answer;
  if (silent) return cancel();
  go(Stage::served, now + answer_.delay);
}

void ServiceCall::finish(Instant now) {
  const server_mock::ServiceAnswer answer = std::move(answer_);
  const core::CallId call = call_;
  const server_mock::ServiceKind kind = kind_;
  end().answered(call, kind, answer, now);
}

// ---- the desk --------------------------------------------------------------------------------

void ServiceDesk::call(ServiceCaller& caller, server_mock::ServiceKind kind, core::CallId call,
                       Instant now) {
  if (idle_.empty()) idle_.push_back(&calls_.emplace_back(*this));
  ServiceCall& next = *idle_.back();
  idle_.pop_back();
  next.begin(caller, kind, call, now);
}

void ServiceDesk::cancel(const ServiceCaller& caller) {
  for (ServiceCall& call : calls_) {
    if (call.caller() == &caller) call.cancel();
  }
}

server_mock::ServiceAnswer ServiceDesk::serve(const ServiceCaller& caller,
                                              server_mock::ServiceKind kind, Instant now) {
  const core::Identity& who = caller.identity();
  if (tank_.wire) return serve_text(who, kind, now);
  return server_.serve({.kind = kind, .user = who.user, .device_id = who.device_id}, now);
}

/// Request and answer as HTTP and back. What comes out is what went in; that it is, is what such a
/// run proves.
server_mock::ServiceAnswer ServiceDesk::serve_text(const core::Identity& who,
                                                   server_mock::ServiceKind kind, Instant now) {
  const auto run_ms = core::duration_cast<core::milliseconds>(now.time_since_epoch()).count();
  const auto read =
      stage::read_request(stage::to_http(kind, who, tank_.plan.wall_start_ms + run_ms));
  if (const auto* error = std::get_if<wire::DecodeError>(&read)) {
    throw std::logic_error("our own service request does not decode: " + error->message);
  }
  server_mock::ServiceAnswer answer =
      server_.serve(std::get<server_mock::ServiceRequest>(read), now);
  if (answer.outcome == core::ServiceOutcome::no_answer) return answer;
  server_mock::ServiceAnswer through = stage::read_answer(kind, stage::to_http(kind, answer));
  through.delay = answer.delay;
  through.fault = answer.fault;
  return through;
}

}  // namespace fishtank::sim
