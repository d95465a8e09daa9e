#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

#include "core/connection.hpp"
#include "tests/helpers/client_driver.hpp"

/// Laws of the connection under any sequence of inputs, sensible or not.
namespace fishtank::core {
namespace {

/// One step of a random life: time passes, then something happens. Ids are drawn near those in use,
/// so that current, old and never given ones all occur.
struct Step {
  Duration wait{};
  int what = 0;
  std::uint32_t id = 0;
  int detail = 0;
};

rc::Gen<Step> steps() {
  return rc::gen::build<Step>(
      rc::gen::set(&Step::wait,
                   rc::gen::map(rc::gen::weightedElement<std::int64_t>(
                                    {{4, 0}, {4, 100}, {4, 1'000}, {2, 16'000}, {1, 90'000}}),
                                [](std::int64_t ms) { return Duration(milliseconds(ms)); })),
      rc::gen::set(&Step::what, rc::gen::inRange(0, 22)),
      rc::gen::set(&Step::id, rc::gen::inRange<std::uint32_t>(0, 3)),
      rc::gen::set(&Step::detail, rc::gen::inRange(0, 8)));
}

/// The last ids that the connection gave out: what a host would answer with.
struct Given {
  AttemptId attempt{};
  CallId call{};
  SendId send{};
  Mid mid;
};

template <typename Id>
Id near(Id id, std::uint32_t back) {
  return static_cast<Id>(static_cast<std::uint32_t>(id) - back);
}

std::optional<Input> input_of(const Step& step, const Given& given) {
  const AttemptId attempt = near(given.attempt, step.id);
  const CallId call = near(given.call, step.id);
  const auto outcome = static_cast<ServiceOutcome>(step.detail % kServiceOutcomes);
  switch (step.what) {
    case 0: return Start{.possible = step.detail != 0};
    case 1: return step.detail == 0 ? std::optional<Input>(Stop{}) : std::nullopt;
    case 2: return AccountEnabled{step.detail != 0};
    case 3: return ClockSet{WallTime{1'760'000'000'000 + step.detail * 1'000'000}};
    case 4: return Opened{attempt};
    case 5: return OpenFailed{attempt, static_cast<OpenFailure>(step.detail)};
    case 6: {
      const auto cause = static_cast<CloseCause>(step.detail % kCloseCauses);
      const bool normal = cause == CloseCause::close_frame;
      return Closed{attempt, cause, static_cast<std::uint16_t>(normal ? 1000 : 1006)};
    }
    case 7:
    case 8:
    case 9: {
      const std::int32_t code = step.detail == 0 ? 401 : step.detail == 1 ? 500 : 200;
      return Received{attempt, Response{.mid = given.mid, .sid = "sid", .code = code, .body = {}}};
    }
    case 10: return Received{attempt, testing::chat_push("1 0", std::to_string(step.detail))};
    case 11: return Received{attempt, Kick{.mid = "2 0", .sid = "sid"}};
    case 12: return Received{attempt, AppPing{}};
    case 13: return ReceivedGarbage{attempt};
    case 14: return PongReceived{attempt};
    case 15: return Sent{attempt, near(given.send, step.id)};
    case 16: return SendFailed{attempt, near(given.send, step.id)};
    case 17:
      return TokenResult{.call = call,
                         .outcome = step.detail < 4 ? ServiceOutcome::success : outcome,
                         .token = "token"};
    case 18: return LoginResult{.call = call, .outcome = outcome};
    case 19: return CookieResult{.call = call, .outcome = outcome};
    case 20: return HandlerDone{static_cast<HandlerId>(step.id)};
    case 21:
      return step.detail < 4 ? Input(TasksCancelled{}) : Input(testing::chat_to("c@goofish"));
    default: return std::nullopt;
  }
}

void remember(const Effects& effects, Given& given) {
  for (const Effect& effect : effects) {
    if (const auto* open = std::get_if<OpenTransport>(&effect)) given.attempt = open->attempt;
    if (const auto* token = std::get_if<RequestToken>(&effect)) given.call = token->call;
    if (const auto* login = std::get_if<PasswordLogin>(&effect)) given.call = login->call;
    if (const auto* cookie = std::get_if<RefreshCookie>(&effect)) given.call = cookie->call;
    if (const auto* send = std::get_if<Send>(&effect)) {
      if (send->send != SendId{}) given.send = send->send;
      if (!mid(send->frame).empty()) given.mid = mid(send->frame);
    }
  }
}

/// What happens to a client of some policy.
struct Life {
  Policy policy;
  std::vector<Step> steps;
};

/// Lives a life and shows each call with its effects to `look(before, connection, effects, now)`.
template <typename Look>
void live(const Life& life, Look look) {
  testing::ClientDriver driver(life.policy);
  Connection connection = driver.connection;
  Given given;
  Effects effects;
  Instant now = kStart;
  const auto call = [&](auto&& act) {
    const Connection before = connection;
    act();
    look(before, connection, effects, now);
    remember(effects, given);
    effects.clear();
  };
  for (const Step& step : life.steps) {
    const Instant end = now + step.wait;
    while (connection.next_deadline() <= end) {
      now = std::max(now, connection.next_deadline());
      call([&] { connection.tick(now, effects); });
    }
    now = end;
    if (const auto input = input_of(step, given)) {
      call([&] { connection.handle(*input, now, effects); });
    }
  }
}

/// The way to CONNECTED, in steps: start, token, transport, /reg taken, as many answers as either
/// sequence of registration asks for, and a second later ackDiff taken.
std::vector<Step> opening() {
  const Step answer{.what = 7, .detail = 2};
  return {{.what = 0, .detail = 1},
          {.what = 17},
          {.what = 4},
          {.what = 15},
          answer,
          answer,
          answer,
          {.wait = seconds(1), .what = 15}};
}

/// Half of them begin CONNECTED: by chance alone few would ever get there.
rc::Gen<std::vector<Step>> stories() {
  return rc::gen::map(
      rc::gen::pair(rc::gen::arbitrary<bool>(),
                    rc::gen::resize(200, rc::gen::container<std::vector<Step>>(steps()))),
      [](std::pair<bool, std::vector<Step>> drawn) {
        auto& [connected, life] = drawn;
        const auto way = opening();
        if (connected) life.insert(life.begin(), way.begin(), way.end());
        return life;
      });
}

/// Any of these, drawn.
template <typename Value>
Value one_of(std::initializer_list<Value> values) {
  return *rc::gen::elementOf(std::vector<Value>(values));
}

bool maybe() { return *rc::gen::arbitrary<bool>(); }

Duration off_or(Duration time) { return maybe() ? time : kOff; }

void draw_opening(Policy& policy) {
  policy.connect.registers = one_of({Registers::every_connection, Registers::first_connection});
  policy.connect.sequence = one_of({RegistrationSequence::timed, RegistrationSequence::awaited});
  policy.connect.confirm_registration = maybe();
  policy.token.retries_expired = maybe();
  policy.token.quiet_time = off_or(seconds(300));
}

void draw_running(Policy& policy) {
  auto& heartbeat = policy.heartbeat;
  heartbeat.interval = off_or(seconds(15));
  heartbeat.begins = one_of({HeartbeatBegins::at_connected, HeartbeatBegins::at_open});
  heartbeat.first = one_of({FirstHeartbeat::at_once, FirstHeartbeat::after_interval});
  heartbeat.on_give_up = one_of({OnGiveUp::close, OnGiveUp::leave_open});
  heartbeat.on_silence = one_of({OnGiveUp::close, OnGiveUp::leave_open});
  heartbeat.answer_match = one_of({AnswerMatch::any_200, AnswerMatch::mid});
  heartbeat.swallows_answers = maybe();
  policy.keepalive.interval = off_or(seconds(20));
  policy.silence.timeout = off_or(seconds(90));
  policy.silence.starts_anew = maybe();
  auto& inbox = policy.inbox;
  inbox.acknowledges =
      one_of({Acknowledges::every_push, Acknowledges::sync_only, Acknowledges::nothing});
  inbox.acks_each = one_of({1, 2});
  inbox.package_items = one_of({PackageItems::all, PackageItems::first});
  inbox.dedupe_by = one_of({DedupeBy::message_id, DedupeBy::chat_and_text});
  inbox.dedupe_window = off_or(hours(1));
  inbox.expiry = off_or(minutes(5));
  inbox.handlers_block = maybe();
  policy.chat.on_loss = one_of({OnChatLoss::resend, OnChatLoss::report, OnChatLoss::forget});
}

void draw_recovering(Policy& policy) {
  auto& reconnect = policy.reconnect;
  reconnect.other.growth = one_of({Growth::linear, Growth::exponential});
  reconnect.failed_connect = one_of({FailureClass::network, FailureClass::other});
  reconnect.on_clean_close = one_of({OnCleanClose::failure, OnCleanClose::at_once});
  reconnect.attempts_per_wait = one_of({1, 2});
  reconnect.interruptible_wait = maybe();
  reconnect.max_failures = one_of({0, 1, 5});
  reconnect.failure_reset =
      one_of({FailureReset::at_connected, FailureReset::when_proven, FailureReset::at_open,
              FailureReset::at_message, FailureReset::every_attempt});
  reconnect.keep_token_on_loss = maybe();
  reconnect.on_kick = one_of({OnKick::reconnect, OnKick::ignore});
  policy.recovery.restarts = maybe();
}

/// Lives under the documented policy, and as many under one in which every choice is drawn.
rc::Gen<Life> lives() {
  return rc::gen::exec([] {
    Life life;
    if (maybe()) {
      draw_opening(life.policy);
      draw_running(life.policy);
      draw_recovering(life.policy);
    }
    life.steps = *stories();
    return life;
  });
}

/// The one arrow that the table has not (D-3): no diagram has it, a policy can ask for it.
bool is_asked_for(const StateChanged& change, const Policy& policy) {
  return policy.reconnect.on_clean_close == OnCleanClose::at_once &&
         change.from == State::connected && change.to == State::connecting &&
         change.reason == Reason::clean_close;
}

RC_GTEST_PROP(ConnectionLaw, ChangesItsStateOnlyAlongTheArrowsOfTheTable, ()) {
  live(*lives(),
       [](const Connection& before, const Connection& after, const Effects& effects, Instant now) {
         State state = before.state();
         for (const Effect& effect : effects) {
           const auto* change = std::get_if<StateChanged>(&effect);
           if (change == nullptr) continue;
           RC_ASSERT(change->from == state);
           RC_ASSERT(is_legal(change->from, change->to) || is_asked_for(*change, after.policy()));
           RC_ASSERT(change->level == level_of(change->to));
           RC_ASSERT(after.state_since() == now);
           state = change->to;
         }
         RC_ASSERT(state == after.state());
       });
}

RC_GTEST_PROP(ConnectionLaw, HasOneTransportAtMostAndCountsAttemptsUpwards, ()) {
  bool alive = false;
  AttemptId latest{};
  live(*lives(), [&](const Connection&, const Connection&, const Effects& effects, Instant) {
    for (const Effect& effect : effects) {
      if (const auto* open = std::get_if<OpenTransport>(&effect)) {
        RC_ASSERT(open->attempt > latest);
        latest = open->attempt;
        alive = true;
      }
      if (const auto* close = std::get_if<CloseTransport>(&effect)) {
        RC_ASSERT(alive && close->attempt == latest);
      }
      if (const auto* send = std::get_if<Send>(&effect)) {
        RC_ASSERT(alive && send->attempt == latest);
      }
    }
  });
}

RC_GTEST_PROP(ConnectionLaw, SendsHeartbeatsInConnectedOnlyOrOnTheWayThereIfThePolicySaysSo, ()) {
  live(*lives(), [](const Connection& before, const Connection&, const Effects& effects, Instant) {
    const bool at_open = before.policy().heartbeat.begins == HeartbeatBegins::at_open;
    State state = before.state();
    for (const Effect& effect : effects) {
      if (const auto* change = std::get_if<StateChanged>(&effect)) state = change->to;
      const auto* send = std::get_if<Send>(&effect);
      if (send != nullptr && std::holds_alternative<Heartbeat>(send->frame)) {
        RC_ASSERT(state == State::connected || (at_open && state == State::connecting));
        RC_ASSERT(before.policy().heartbeat.interval != kOff);
      }
    }
  });
}

RC_GTEST_PROP(ConnectionLaw, NeverWaitsForThePastAndWaitsForNothingWhenClosed, ()) {
  live(*lives(), [](const Connection&, const Connection& after, const Effects&, Instant now) {
    // What became due while a handler held everything up is due at once when it is done.
    const bool overdue = after.policy().inbox.handlers_block;
    RC_ASSERT(overdue || after.next_deadline() >= now);
    if (after.state() == State::closed) RC_ASSERT(after.next_deadline() == kNever);
  });
}

RC_GTEST_PROP(ConnectionLaw, TellsOfEachChatOnceAtMostAndOfAllInTheEndUnlessItForgets, ()) {
  const Life life = *lives();
  const auto asked = std::count_if(life.steps.begin(), life.steps.end(), [](const Step& step) {
    return step.what == 21 && step.detail >= 4;
  });
  std::ptrdiff_t told = 0;
  State last = State::disconnected;
  live(life, [&](const Connection&, const Connection& after, const Effects& effects, Instant) {
    last = after.state();
    for (const Effect& effect : effects) told += std::holds_alternative<ChatDone>(effect);
  });
  RC_ASSERT(told <= asked);
  const bool tells = life.policy.chat.on_loss != OnChatLoss::forget;
  if (tells && last == State::closed) RC_ASSERT(told == asked);
}

RC_GTEST_PROP(ConnectionLaw, DoesNothingAnyMoreOnceClosed, ()) {
  live(*lives(), [](const Connection& before, const Connection&, const Effects& effects, Instant) {
    if (before.state() != State::closed) return;
    for (const Effect& effect : effects) {
      // What is stale is reported, what is asked for is refused; nothing is begun.
      RC_ASSERT(std::holds_alternative<Note>(effect) || std::holds_alternative<ChatDone>(effect));
    }
  });
}

RC_GTEST_PROP(ConnectionLaw, ACopyHasTheSameFutureAndTheSameHash, ()) {
  const auto life = *lives();
  std::vector<Effect> first;
  std::vector<std::uint64_t> hashes;
  live(life,
       [&](const Connection& before, const Connection& after, const Effects& effects, Instant) {
         const Connection copy = after;
         RC_ASSERT(copy == after);
         RC_ASSERT(copy.hash() == after.hash());
         if (before == after) RC_ASSERT(before.hash() == after.hash());
         first.insert(first.end(), effects.begin(), effects.end());
         hashes.push_back(after.hash());
       });
  std::size_t effect_index = 0;
  std::size_t call_index = 0;
  live(life, [&](const Connection&, const Connection& after, const Effects& effects, Instant) {
    for (const Effect& effect : effects) RC_ASSERT(effect == first[effect_index++]);
    RC_ASSERT(after.hash() == hashes[call_index++]);
  });
}

RC_GTEST_PROP(ConnectionLaw, FailuresNeverExceedTheLimit, ()) {
  live(*lives(), [](const Connection&, const Connection& after, const Effects&, Instant) {
    const std::int32_t limit = after.policy().reconnect.max_failures;
    if (limit == 0) return;
    RC_ASSERT(after.failures() <= limit);
    if (after.failures() == limit) RC_ASSERT(after.state() == State::failed);
  });
}

}  // namespace
}  // namespace fishtank::core
