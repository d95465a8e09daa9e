#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "core/connection.hpp"
#include "core/effect.hpp"
#include "core/input.hpp"
#include "plan/plan.hpp"
#include "server_mock/services.hpp"
#include "stage/path.hpp"
#include "stage/subject.hpp"
#include "stage/tank.hpp"
#include "stage/written.hpp"

namespace fishtank::stage {

/// The host of one client: our core, a process that can be frozen, a calendar that can jump, and an
/// application that handles messages. It carries the core's effects out and turns what the world
/// does into the core's inputs, each written down. What a world makes of a transport, of a request
/// and of time its own host says, below.
class ClientHost : public Subject {
 public:
  ClientHost(Tank& tank, std::uint32_t index, const plan::Client& plan,
             const core::Shared<core::Policy>& policy, core::Identity who);
  ClientHost(const ClientHost&) = delete;
  ClientHost& operator=(const ClientHost&) = delete;

  std::uint32_t index() const override { return index_; }
  const core::Identity& who() const { return connection_.identity(); }
  const core::UserId& user() const override { return who().user; }
  const core::Connection& connection() const { return connection_; }

  /// Starts by itself at that moment of the run.
  void start_at(Instant at);

  // ---- actions of the scenario ----
  void start(bool possible, Instant now) override;
  void stop(Instant now) override;
  void enable(bool enabled, Instant now) override;
  void send_chat(const plan::SendAction& chat, Instant now) override;

  // ---- faults ----
  Path& path() override { return path_; }
  void freeze(FaultId fault, Instant now) override;
  void thaw(FaultId fault, Instant now) override;
  void jump_clock(Duration by, FaultId fault, Instant now) override;

  /// A fault made a difference to this client.
  void touch(FaultId fault, Instant now);

  /// Whether no fault is at work on it.
  virtual bool untouched() const { return frozen_ == 0 && path_.untouched(); }

 protected:
  /// Timers of the core and of the application that are due.
  void run_timers(Instant now);

  /// Something happened to the client.
  void feed(const core::Input& input, Instant now, FaultId fault = kNoFault);

  /// What an effect under way caused at once: handled after the effects of the present input.
  void follow_with(core::Input input) { tank_.feedback.push_back(std::move(input)); }

  /// A service has answered. A process that stands still hears of it later.
  void answered(core::CallId call, server_mock::ServiceKind kind,
                const server_mock::ServiceAnswer& answer, Instant now);

  core::AttemptId attempt() const { return attempt_; }
  bool frozen() const { return frozen_ > 0; }
  Tank& tank() { return tank_; }

  // ---- what a world says ----

  /// run_timers() is to be called at that moment, or as soon as it can be; kNever: never.
  virtual void wake_at(Instant at) = 0;

  /// Opens the transport of attempt().
  virtual void open_transport(Instant now) = 0;

  /// Of attempt(), if it has not ended.
  virtual void close_transport(std::uint16_t code, Instant now) = 0;
  virtual void abort_transport(Instant now) = 0;
  virtual void ping(Instant now) = 0;

  /// Hands a frame of attempt() to the transport, and may empty it. Written::waiting: Sent follows.
  virtual Written write(core::Frame& frame, core::SendId send, Instant now) = 0;

  /// Asks a service; answered() follows, if ever.
  virtual void call(server_mock::ServiceKind kind, core::CallId call, Instant now) = 0;
  virtual void cancel_calls() = 0;

  /// The process stands still: nothing that arrives is read, until it goes on.
  virtual void pause() = 0;
  virtual void resume(Instant now) = 0;

 private:
  /// Something of the application or the host itself that comes later.
  struct Errand {
    Instant at;
    core::Input input;
  };

  void handle(const core::Input& input, Instant now, FaultId fault);
  void call_core(const core::Input* input, Instant now);
  void settle(Instant now);
  void carry_out_all(Instant now);
  void later(Instant at, core::Input input);
  void wake();
  core::ClockSet clock(Instant now) const;

  void carry_out(const core::OpenTransport& effect, Instant now);
  void carry_out(const core::CloseTransport& effect, Instant now);
  void carry_out(const core::AbortTransport& effect, Instant now);
  void carry_out(core::Send& effect, Instant now);
  void carry_out(const core::SendPing& effect, Instant now);
  void carry_out(const core::RequestToken& effect, Instant now);
  void carry_out(const core::RefreshCookie& effect, Instant now);
  void carry_out(const core::PasswordLogin& effect, Instant now);
  void carry_out(const core::Deliver& effect, Instant now);
  void carry_out(const core::CancelTasks& effect, Instant now);
  void carry_out(const core::RestartInstance& effect, Instant now);
  template <typename Observation>
  void carry_out(const Observation&, Instant) {}

  // Touched with every heartbeat.
  Tank& tank_;
  const plan::Client& plan_;
  std::vector<Errand> errands_;  ///< by time, then in order
  core::AttemptId attempt_{};
  std::uint32_t index_;
  std::uint32_t frozen_ = 0;  ///< so many faults hold the process
  std::uint32_t chats_ = 0;
  core::Connection connection_;
  Path path_;

  // Touched when something happens.
  std::vector<FaultId> touched_by_;
  std::map<core::UserId, core::ConversationId> conversations_;  ///< the application's memory
  std::int64_t wall_jumped_ms_ = 0;
};

}  // namespace fishtank::stage
