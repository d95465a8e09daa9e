#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/backoff.hpp"
#include "core/cookie_keeper.hpp"
#include "core/effect.hpp"
#include "core/frame.hpp"
#include "core/heartbeat.hpp"
#include "core/identity.hpp"
#include "core/inbox.hpp"
#include "core/input.hpp"
#include "core/outbox.hpp"
#include "core/policy.hpp"
#include "core/random.hpp"
#include "core/recovery.hpp"
#include "core/registration.hpp"
#include "core/silence_monitor.hpp"
#include "core/state.hpp"
#include "core/timers.hpp"
#include "core/token_keeper.hpp"
#include "core/transport.hpp"

namespace fishtank::core {

/// A client's connection to the Xianyu server: registers, sends heartbeats, notices silence,
/// reconnects, recovers, delivers messages (behaviour.md). A pure state machine: it performs no
/// I/O, reads no clock, starts no thread, logs nothing. The contract with its host:
///
///   1. Each call tells the moment; moments never go back.
///   2. `out` is empty when a call begins (asserted). What the call puts there is carried out, in
///   order,
///      before the next call.
///   3. When next_deadline() has come, tick() is called. It may change with every call.
///   4. What carries an AttemptId or CallId is answered under the same id. An answer that comes too
///   late
///      is ignored, and reported as Note{stale_input}.
///
/// A regular value: a copy is a snapshot, equal values behave alike, hash() finds equal ones.
class Connection {
 public:
  /// `jitter` decides the random part of mids and of retry delays.
  Connection(Shared<Policy> policy, Shared<Identity> who, Seed jitter);

  /// Something happened at `now`.
  void handle(const Input& input, Instant now, Effects& out);

  /// A deadline may have come: every timer that is due at `now` goes off, the earliest first.
  void tick(Instant now, Effects& out);

  /// The moment at which tick() has something to do; kNever when nothing is waited for.
  Instant next_deadline() const { return blocked_ ? kNever : timers_.next(); }

  State state() const { return state_; }

  /// Since when it has been in that state (the seeds' last_state_change).
  Instant state_since() const { return state_since_; }

  /// Consecutive losses and failed attempts.
  std::int32_t failures() const { return backoff_.failures(); }

  const Policy& policy() const { return *policy_; }
  const Identity& identity() const { return *who_; }

  bool operator==(const Connection&) const = default;
  std::uint64_t hash() const;

 private:
  // What a stop ends in; while one is under way nothing else is done.
  enum class Stopping : std::uint8_t { no, to_disconnected, to_closed };

  // One call under way: when, and where its effects go.
  struct Step {
    Instant now;
    Effects& out;
  };

  // connection.cpp: starting, stopping, the state.
  void on(const Start& input, Step step);
  void on(const Stop& input, Step step);
  void on(const AccountEnabled& input, Step step);
  void on(const ClockSet& input, Step step);
  void on(const TasksCancelled& input, Step step);
  void on_timer(Timer timer, Step step);
  void change_state(State to, Reason reason, Step step);
  void enter(State to, Reason reason, Step step);
  void note(NoteKind kind, std::int64_t number, std::uint8_t detail, Step step);
  bool must_wait_out_retry() const;
  void retry_wait_over(Step step);
  void begin_stopping(Stopping target, Step step);
  void stopping_overdue(Step step);
  void finish_stopping_if_done(Step step);
  void finish_stopping(Step step);
  void cancel_tasks(Step step);
  bool tasks_running() const;

  // connection_opening.cpp: from CONNECTING to CONNECTED.
  void begin_attempt(Reason reason, Step step);
  void open_or_request_token(Step step);
  void on(const TokenResult& input, Step step);
  void token_answered(ServiceOutcome outcome, const std::string& token, Step step);
  void token_arrived(const std::string& token, Step step);
  void token_given_up(ServiceOutcome outcome, Step step);
  void token_request_ended(Step step);
  void go_without_token(FailureClass failure_class, Step step);
  void request_token(TokenKeeper::Purpose purpose, Step step);
  void on(const Opened& input, Step step);
  void on(const OpenFailed& input, Step step);
  bool registers() const;
  void send_reg(Step step);
  void send_get_state(Step step);
  void send_ack_diff(const SyncState& told, Step step);
  SyncState sync_from(Instant now) const;
  void registration_answered(const Response& response, Step step);
  void request_next(const Response& response, Step step);
  void connected_if_registered(Step step);
  void connected(Reason reason, Step step);
  void attempt_timed_out(Step step);
  void attempt_failed(FailureClass failure_class, Step step, std::uint16_t close_code = 1000);

  // connection_running.cpp: frames, messages, heartbeats, cookies.
  void on(const Received& input, Step step);
  void on(const ReceivedGarbage& input, Step step);
  void on(const PongReceived& input, Step step);
  void on(const Sent& input, Step step);
  void on(const SendFailed& input, Step step);
  void on(const HandlerDone& input, Step step);
  void block_while_handling();
  void work_off_backlog(Step step);
  void on(const CookieResult& input, Step step);
  void take(const Response& response, Step step);
  void take(const Push& push, Step step);
  void take(const Kick& kick, Step step);
  void take(const OtherPush& push, Step step);
  void take(const AppPing& ping, Step step);
  template <typename ClientFrame>
  void take(const ClientFrame& frame, Step step);
  void acknowledge(const Ack& ack, bool is_sync, Step step);
  void send_heartbeat(Step step);
  void begin_heartbeat(Step step);
  bool heartbeat_answered(const Response& response, Step step);
  void heartbeat_not_sent(Step step);
  void heartbeat_unanswered(Step step);
  void abandon_heartbeat(Step step);
  void look_for_silence(Step step);
  void check_cookies(Step step);
  void cookies_settled(Step step);
  SendId send(Frame frame, Step step);

  // connection_chats.cpp: what the application wants said.
  void on(const SendChat& input, Step step);
  void send_waiting_chats(Step step);
  void request_chat(OutgoingChat chat, Step step);
  void chat_answered(OutgoingChat chat, const Response& response, Step step);

  // connection_recovering.cpp: losses, retries, the limit.
  void on(const Closed& input, Step step);
  void on(const LoginResult& input, Step step);
  void end_connection(FailureClass failure_class, Reason reason, Step step,
                      std::uint16_t close_code = 1000);
  void lose(FailureClass failure_class, Reason reason, Step step, std::uint16_t close_code = 1000);
  void reconnect_at_once(Step step);
  void leave_transport(std::uint16_t close_code, Step step);
  void count_failure(FailureClass failure_class, Step step);
  void schedule_retry(FailureClass failure_class, Step step);
  void retry_after(Duration delay, FailureClass failure_class, Step step);
  void retry_in(Duration delay, Step step);
  void retry_if_ready(Step step);
  void use_new_token(Step step);
  void fail(Reason reason, Step step);
  bool log_in(Recovery::Purpose purpose, Step step);
  void login_settled(ServiceOutcome outcome, Step step);
  void session_login(bool success, Step step);
  void begin_restart(Step step);
  void restart_due(Step step);

  bool is_stale(AttemptId attempt, Step step);
  void stale(std::uint32_t id, Step step) { note(NoteKind::stale_input, id, 0, step); }
  CallId next_call();
  Mid new_mid(Step step);
  WallTime wall(Instant now) const;

  // Touched with every heartbeat.
  Timers timers_;
  bool blocked_ = false;  ///< a handler holds everything up (inbox.handlers_block)
  State state_ = State::disconnected;
  Stopping stopping_ = Stopping::no;
  bool enabled_ = true;
  bool retry_due_ = false;         ///< the delay is over, the old transport is not
  bool stop_waits_ = false;        ///< a stop came during a retry delay that nothing interrupts
  bool was_registered_ = false;    ///< in this life CONNECTED was reached
  bool tasks_cancelling_ = false;  ///< CancelTasks went out, TasksCancelled has not come
  bool stopping_forced_ = false;   ///< stopping.cancel_timeout has passed
  SendId last_send_{};
  Transport transport_;
  HeartbeatMachine heartbeat_;
  Random random_;
  std::int64_t wall_minus_run_ms_ = 0;  ///< the calendar at the beginning of the run
  Shared<Policy> policy_;

  // Touched when something happens.
  Shared<Identity> who_;
  Instant state_since_{};
  CallId last_call_{};
  Backoff backoff_;
  Registration registration_;
  SilenceMonitor silence_;
  TokenKeeper tokens_;
  CookieKeeper cookies_;
  Recovery recovery_;
  Inbox inbox_;
  Outbox outbox_;
  std::vector<Input> backlog_;  ///< what has come while a handler held everything up, in order
};

}  // namespace fishtank::core
