#include "sim/client_host.hpp"

#include <algorithm>
#include <utility>

#include "sim/people.hpp"
#include "trace/describe.hpp"
#include "trace/digest.hpp"

namespace fishtank::sim {

using trace::RecordKind;

ClientHost::ClientHost(Tank& tank, std::uint32_t index, const plan::Client& plan,
                       const core::Shared<core::Policy>& policy, core::Identity who)
    : Actor(tank.plan.wake_order == plan::WakeOrder::data_first ? Rank::timer : Rank::early_timer),
      tank_(tank),
      plan_(plan),
      index_(index),
      connection_(policy, std::move(who), core::derive(tank.plan.seed, "client/jitter", index)),
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

void ClientHost::touched(FaultId fault, Instant) {
  if (std::find(touched_by_.begin(), touched_by_.end(), fault) != touched_by_.end()) return;
  touched_by_.push_back(fault);
  tank_.write({.kind = RecordKind::touched}, index_, fault);
}

void ClientHost::path_changed(Instant now) {
  if (stream_ != nullptr) stream_->flow_changed(now);
}

void ClientHost::cut(plan::Cut::How how, FaultId fault, Instant now) {
  if (stream_ != nullptr && stream_->cut(how, fault, now)) touched(fault, now);
}

void ClientHost::orphan(FaultId fault, Instant now) {
  if (stream_ != nullptr && stream_->orphan(fault, now)) touched(fault, now);
}

void ClientHost::end_orphan(FaultId fault, Instant now) {
  if (stream_ != nullptr) stream_->end_orphan(fault, now);
}

void ClientHost::bad_frame(const plan::BadFrame& frame, FaultId fault, Instant now) {
  if (stream_ != nullptr && stream_->bad_frame(frame, fault, now)) touched(fault, now);
}

void ClientHost::freeze(FaultId fault, Instant now) {
  if (connection_.state() != core::State::closed) touched(fault, now);
  if (frozen_++ > 0) return;
  tank_.write({.kind = RecordKind::frozen}, index_, fault);
  if (stream_ != nullptr) stream_->pause_client();
  wake();
}

/// What has arrived and what is overdue meet at this moment: the plan says which goes first.
void ClientHost::thaw(FaultId fault, Instant now) {
  if (--frozen_ > 0) return;
  tank_.write({.kind = RecordKind::thawed}, index_, fault);
  const bool data_first = tank_.plan.wake_order == plan::WakeOrder::data_first;
  if (!data_first) run_timers(now);
  if (stream_ != nullptr) stream_->resume_client(now);
  if (data_first) run_timers(now);
}

void ClientHost::jump_clock(Duration by, FaultId fault, Instant now) {
  wall_jumped_ms_ += core::duration_cast<core::milliseconds>(by).count();
  touched(fault, now);
  later(now, clock(now));
  wake();
}

// ---- time ------------------------------------------------------------------------------------

void ClientHost::act(Instant now) { run_timers(now); }

void ClientHost::run_timers(Instant now) {
  while (!errands_.empty() && errands_.front().at <= now) {
    const core::Input input = std::move(errands_.front().input);
    errands_.erase(errands_.begin());
    handle(input, now, kNoFault);
  }
  if (errands_.empty()) errands_ = std::vector<Errand>();  // with 100 000 clients the room counts
  if (connection_.next_deadline() <= now) {
    connection_.tick(now, tank_.effects);
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
  if (frozen_ > 0) return tank_.scheduler.cancel(*this);
  Instant at = connection_.next_deadline();
  if (!errands_.empty()) at = std::min(at, errands_.front().at);
  tank_.scheduler.schedule(*this, at == core::kNever ? at : std::max(at, tank_.scheduler.now()));
}

// ---- the core --------------------------------------------------------------------------------

void ClientHost::feed(const core::Input& input, Instant now, FaultId fault) {
  handle(input, now, fault);
  wake();
}

void ClientHost::handle(const core::Input& input, Instant now, FaultId fault) {
  tank_.write(trace::describe(input), index_, fault);
  connection_.handle(input, now, tank_.effects);
  settle(now);
}

/// Carries out what the core wants, and what follows at once from that, until nothing follows.
void ClientHost::settle(Instant now) {
  carry_out_all(now);
  for (std::size_t next = 0; next < tank_.feedback.size(); ++next) {
    const core::Input input = std::move(tank_.feedback[next]);
    tank_.write(trace::describe(input), index_);
    connection_.handle(input, now, tank_.effects);
    carry_out_all(now);
  }
  tank_.feedback.clear();
}

void ClientHost::carry_out_all(Instant now) {
  for (std::size_t index = 0; index < tank_.effects.size(); ++index) {
    core::Effect& effect = tank_.effects[index];
    tank_.write(trace::describe(effect), index_);
    std::visit([&](auto& one) { carry_out(one, now); }, effect);
  }
  tank_.effects.clear();
}

// ---- effects ---------------------------------------------------------------------------------

void ClientHost::carry_out(const core::OpenTransport& effect, Instant now) {
  attempt_ = effect.attempt;
  stream_ = &tank_.streams->acquire(now);
  stream_->open(*this, index_, path_, now);
}

void ClientHost::carry_out(const core::CloseTransport& effect, Instant now) {
  if (stream_ == nullptr || effect.attempt != attempt_) return;
  if (!stream_->opening()) return stream_->close(effect.code, now);
  std::exchange(stream_, nullptr)->abort(now);
  tank_.feedback.push_back(
      core::Closed{.attempt = attempt_, .cause = core::CloseCause::own_close, .code = effect.code});
}

/// As a real library does, it tells of the end although nobody asked.
void ClientHost::carry_out(const core::AbortTransport& effect, Instant now) {
  if (stream_ == nullptr || effect.attempt != attempt_) return;
  std::exchange(stream_, nullptr)->abort(now);
  tank_.feedback.push_back(
      core::Closed{.attempt = effect.attempt, .cause = core::CloseCause::own_close});
}

void ClientHost::carry_out(core::Send& effect, Instant now) {
  auto written = Stream::Written::failed;
  if (stream_ != nullptr && effect.attempt == attempt_) {
    auto [payload, size] = tank_.pack(std::move(effect.frame), Sender::client);
    written = stream_->send(std::move(payload), size, effect.send, now);
  }
  if (effect.send == core::SendId{} || written == Stream::Written::waiting) return;
  if (written == Stream::Written::taken) {
    tank_.feedback.push_back(core::Sent{effect.attempt, effect.send});
  } else {
    tank_.feedback.push_back(core::SendFailed{effect.attempt, effect.send});
  }
}

void ClientHost::carry_out(const core::SendPing&, Instant now) {
  if (stream_ != nullptr) stream_->ping(now);
}

void ClientHost::carry_out(const core::RequestToken& effect, Instant now) {
  tank_.services->call(*this, server_mock::ServiceKind::token, effect.call, now);
}

void ClientHost::carry_out(const core::RefreshCookie& effect, Instant now) {
  tank_.services->call(*this, server_mock::ServiceKind::cookie_refresh, effect.call, now);
}

void ClientHost::carry_out(const core::PasswordLogin& effect, Instant now) {
  tank_.services->call(*this, server_mock::ServiceKind::password_login, effect.call, now);
}

/// The application answers in the conversation in which it was last written to.
void ClientHost::carry_out(const core::Deliver& effect, Instant now) {
  if (const auto* chat = std::get_if<core::ChatMessage>(&effect.message)) {
    conversations_[chat->sender] = chat->conversation;
  }
  later(now + plan_.handler_time, core::HandlerDone{effect.handler});
}

void ClientHost::carry_out(const core::CancelTasks&, Instant now) {
  tank_.services->cancel(*this);
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

// ---- what the stream and the services tell ---------------------------------------------------

void ClientHost::opened(Stream&, Instant now) { feed(core::Opened{attempt_}, now); }

void ClientHost::open_failed(Stream&, core::OpenFailure cause, FaultId fault, Instant now) {
  stream_ = nullptr;
  feed(core::OpenFailed{attempt_, cause}, now, fault);
}

void ClientHost::received(Stream&, Payload&& payload, Instant now) {
  feed(core::Received{attempt_, tank_.unpack(std::move(payload), Sender::server)}, now);
}

void ClientHost::received_bytes(Stream&, std::string_view text, Instant now) {
  wire::Decoded decoded = tank_.read_by_client(text);
  if (auto* frame = std::get_if<core::Frame>(&decoded)) {
    feed(core::Received{attempt_, std::move(*frame)}, now);
  } else {
    feed(core::ReceivedGarbage{attempt_}, now);
  }
}

void ClientHost::pong(Stream&, Instant now) { feed(core::PongReceived{attempt_}, now); }

void ClientHost::sent(Stream&, core::SendId send, Instant now) {
  feed(core::Sent{attempt_, send}, now);
}

void ClientHost::closed(Stream&, core::CloseCause cause, std::uint16_t code, FaultId fault,
                        Instant now) {
  stream_ = nullptr;
  feed(core::Closed{.attempt = attempt_, .cause = cause, .code = code}, now, fault);
}

void ClientHost::answered(core::CallId call, server_mock::ServiceKind kind,
                          const server_mock::ServiceAnswer& answer, Instant now) {
  using server_mock::ServiceKind;
  if (kind == ServiceKind::token) {
    later(now, core::TokenResult{.call = call, .outcome = answer.outcome, .token = answer.token});
  } else if (kind == ServiceKind::password_login) {
    later(now, core::LoginResult{.call = call, .outcome = answer.outcome});
  } else {
    later(now, core::CookieResult{.call = call, .outcome = answer.outcome});
  }
  wake();  // a process that stands still hears of it later
}

}  // namespace fishtank::sim
