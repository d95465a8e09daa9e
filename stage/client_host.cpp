#include "stage/client_host.hpp"

#include <algorithm>
#include <utility>

#include "stage/people.hpp"
#include "stage/timeline.hpp"
#include "trace/describe.hpp"

namespace fishtank::stage {

using server_mock::ServiceKind;
using trace::RecordKind;

ClientHost::ClientHost(Tank& tank, std::uint32_t index, const plan::Client& plan,
                       const core::Shared<core::Policy>& policy, core::Identity who)
    : tank_(tank),
      plan_(plan),
      index_(index),
      connection_(policy, std::move(who), jitter_of(tank.plan, index)),
      path_(tank.plan.network, core::Random(core::derive(tank.plan.seed, "link/up", index)),
            core::Random(core::derive(tank.plan.seed, "link/down", index))) {}

// ---- actions of the scenario -----------------------------------------------------------------

void ClientHost::start_at(Instant at) {
  later(at, clock(at));
  later(at, core::Start{});
  wake();
}

void ClientHost::start(bool possible, Instant now) {
  later(now, clock(now));
  later(now, core::Start{possible});
  wake();
}

void ClientHost::stop(Instant now) {
  later(now, core::Stop{});
  wake();
}

void ClientHost::enable(bool enabled, Instant now) {
  later(now, core::AccountEnabled{enabled});
  wake();
}

void ClientHost::send_chat(const plan::SendAction& chat, Instant now) {
  const core::UserId peer = user_id_of(chat.to);
  const auto known = conversations_.find(peer);
  const bool create = chat.new_conversation || known == conversations_.end();
  later(now, core::SendChat{.chat = static_cast<core::ChatId>(++chats_),
                            .peer = peer,
                            .conversation = create ? core::ConversationId{} : known->second,
                            .item = std::string(kItem),
                            .text = chat.text});
  wake();
}

core::ClockSet ClientHost::clock(Instant now) const {
  const auto run = core::duration_cast<core::milliseconds>(now.time_since_epoch());
  return {core::WallTime{tank_.plan.wall_start_ms + wall_jumped_ms_ + run.count()}};
}

// ---- faults ----------------------------------------------------------------------------------

void ClientHost::touch(FaultId fault, Instant now) {
  if (std::find(touched_by_.begin(), touched_by_.end(), fault) != touched_by_.end()) return;
  touched_by_.push_back(fault);
  tank_.write({.kind = RecordKind::touched}, now, index_, fault);
}

void ClientHost::freeze(FaultId fault, Instant now) {
  if (connection_.state() != core::State::closed) touch(fault, now);
  if (frozen_++ > 0) return;
  tank_.write({.kind = RecordKind::frozen}, now, index_, fault);
  pause();
  wake();
}

/// What has arrived and what is overdue meet at this moment: the plan says which goes first.
void ClientHost::thaw(FaultId fault, Instant now) {
  if (--frozen_ > 0) return;
  tank_.write({.kind = RecordKind::thawed}, now, index_, fault);
  const bool data_first = tank_.plan.wake_order == plan::WakeOrder::data_first;
  if (!data_first) run_timers(now);
  resume(now);
  if (data_first) run_timers(now);
}

void ClientHost::jump_clock(Duration by, FaultId fault, Instant now) {
  wall_jumped_ms_ += core::duration_cast<core::milliseconds>(by).count();
  touch(fault, now);
  later(now, clock(now));
  wake();
}

// ---- time ------------------------------------------------------------------------------------

void ClientHost::run_timers(Instant now) {
  while (!errands_.empty() && errands_.front().at <= now) {
    const core::Input input = std::move(errands_.front().input);
    errands_.erase(errands_.begin());
    handle(input, now, kNoFault);
  }
  if (errands_.empty()) errands_ = std::vector<Errand>();  // with 100 000 clients the room counts
  if (connection_.next_deadline() <= now) {
    call_core(nullptr, now);
    settle(now);
  }
  wake();
}

void ClientHost::later(Instant at, core::Input input) {
  const auto place = std::find_if(errands_.begin(), errands_.end(),
                                  [&](const Errand& one) { return one.at > at; });
  errands_.insert(place, {at, std::move(input)});
}

void ClientHost::wake() {
  if (frozen_ > 0) return wake_at(core::kNever);
  Instant at = connection_.next_deadline();
  if (!errands_.empty()) at = std::min(at, errands_.front().at);
  wake_at(at);
}

// ---- the core --------------------------------------------------------------------------------

void ClientHost::feed(const core::Input& input, Instant now, FaultId fault) {
  handle(input, now, fault);
  wake();
}

void ClientHost::handle(const core::Input& input, Instant now, FaultId fault) {
  tank_.write(trace::describe(input), now, index_, fault);
  call_core(&input, now);
  settle(now);
}

/// With an input, or because its deadline has come.
void ClientHost::call_core(const core::Input* input, Instant now) {
  if (input != nullptr) {
    connection_.handle(*input, now, tank_.effects);
  } else {
    connection_.tick(now, tank_.effects);
  }
  if (tank_.observer == nullptr) return;
  tank_.observer->called(index_, input, now, {tank_.effects, connection_.next_deadline()});
}

/// Carries out what the core wants, and what follows at once from that, until nothing follows.
void ClientHost::settle(Instant now) {
  carry_out_all(now);
  for (std::size_t next = 0; next < tank_.feedback.size(); ++next) {
    const core::Input input = std::move(tank_.feedback[next]);
    tank_.write(trace::describe(input), now, index_);
    call_core(&input, now);
    carry_out_all(now);
  }
  tank_.feedback.clear();
}

void ClientHost::carry_out_all(Instant now) {
  for (std::size_t index = 0; index < tank_.effects.size(); ++index) {
    core::Effect& effect = tank_.effects[index];
    tank_.write(trace::describe(effect), now, index_);
    std::visit([&](auto& one) { carry_out(one, now); }, effect);
  }
  tank_.effects.clear();
}

// ---- effects ---------------------------------------------------------------------------------

void ClientHost::carry_out(const core::OpenTransport& effect, Instant now) {
  attempt_ = effect.attempt;
  open_transport(now);
}

void ClientHost::carry_out(const core::CloseTransport& effect, Instant now) {
  if (effect.attempt == attempt_) close_transport(effect.code, now);
}

void ClientHost::carry_out(const core::AbortTransport& effect, Instant now) {
  if (effect.attempt == attempt_) abort_transport(now);
}

void ClientHost::carry_out(core::Send& effect, Instant now) {
  auto written = Written::failed;
  if (effect.attempt == attempt_) written = write(effect.frame, effect.send, now);
  if (effect.send == core::SendId{} || written == Written::waiting) return;
  if (written == Written::taken) {
    follow_with(core::Sent{effect.attempt, effect.send});
  } else {
    follow_with(core::SendFailed{effect.attempt, effect.send});
  }
}

void ClientHost::carry_out(const core::SendPing&, Instant now) { ping(now); }

void ClientHost::carry_out(const core::RequestToken& effect, Instant now) {
  call(ServiceKind::token, effect.call, now);
}

void ClientHost::carry_out(const core::RefreshCookie& effect, Instant now) {
  call(ServiceKind::cookie_refresh, effect.call, now);
}

void ClientHost::carry_out(const core::PasswordLogin& effect, Instant now) {
  call(ServiceKind::password_login, effect.call, now);
}

/// The application answers in the conversation in which it was last written to.
void ClientHost::carry_out(const core::Deliver& effect, Instant now) {
  if (const auto* chat = std::get_if<core::ChatMessage>(&effect.message)) {
    conversations_[chat->sender] = chat->conversation;
  }
  later(now + plan_.handler_time, core::HandlerDone{effect.handler});
}

void ClientHost::carry_out(const core::CancelTasks&, Instant now) {
  cancel_calls();
  std::erase_if(errands_, [](const Errand& errand) {
    return std::holds_alternative<core::HandlerDone>(errand.input);
  });
  later(now + plan_.cancel_time, core::TasksCancelled{});
}

/// The supervisor starts the new life at once.
void ClientHost::carry_out(const core::RestartInstance&, Instant now) {
  later(now, clock(now));
  later(now, core::Start{});
}

// ---- what the services tell ------------------------------------------------------------------

void ClientHost::answered(core::CallId call, ServiceKind kind,
                          const server_mock::ServiceAnswer& answer, Instant now) {
  if (kind == ServiceKind::token) {
    later(now, core::TokenResult{.call = call, .outcome = answer.outcome, .token = answer.token});
  } else if (kind == ServiceKind::password_login) {
    later(now, core::LoginResult{.call = call, .outcome = answer.outcome});
  } else {
    later(now, core::CookieResult{.call = call, .outcome = answer.outcome});
  }
  wake();
}

}  // namespace fishtank::stage
