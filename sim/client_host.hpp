#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/connection.hpp"
#include "core/effect.hpp"
#include "core/input.hpp"
#include "plan/plan.hpp"
#include "sim/path.hpp"
#include "sim/scheduler.hpp"
#include "sim/service_call.hpp"
#include "sim/stream.hpp"
#include "sim/tank.hpp"

namespace fishtank::sim {

/// The host of one client: our core behind its codec, a process that can be frozen, a calendar that
/// can jump, and an application that handles messages. It carries the core's effects out and turns
/// what the world does into the core's inputs, each written down.
class ClientHost final : public Actor, private ClientEnd, private ServiceCaller {
 public:
  ClientHost(Tank& tank, std::uint32_t index, const plan::Client& plan,
             const core::Shared<core::Policy>& policy, core::Identity who);

  std::uint32_t index() const { return index_; }
  const core::UserId& user() const { return connection_.identity().user; }
  const core::Connection& connection() const { return connection_; }

  /// Starts by itself at that moment of the run.
  void start_at(Instant at);

  // ---- actions of the scenario ----
  void start(bool possible, Instant now);
  void stop(Instant now);
  void enable(bool enabled, Instant now);
  void send_chat(const plan::SendAction& chat, Instant now);

  // ---- faults ----
  Path& path() override { return path_; }
  void path_changed(Instant now);
  void cut(plan::Cut::How how, FaultId fault, Instant now);
  void orphan(FaultId fault, Instant now);
  void end_orphan(FaultId fault, Instant now);
  void bad_frame(const plan::BadFrame& frame, FaultId fault, Instant now);
  void freeze(FaultId fault, Instant now);
  void thaw(FaultId fault, Instant now);
  void jump_clock(Duration by, FaultId fault, Instant now);
  void touched(FaultId fault, Instant now) override;

  /// Whether no fault is at work on it.
  bool untouched() const {
    return frozen_ == 0 && path_.untouched() && (stream_ == nullptr || stream_->untouched());
  }

  /// A timer of the core or of the application has come.
  void act(Instant now) override;

 private:
  /// Something of the application or the host itself that comes later.
  struct Errand {
    Instant at;
    core::Input input;
  };

  // ClientEnd
  void opened(Stream& stream, Instant now) override;
  void open_failed(Stream& stream, core::OpenFailure cause, FaultId fault, Instant now) override;
  void received(Stream& stream, Payload&& payload, Instant now) override;
  void received_bytes(Stream& stream, std::string_view text, Instant now) override;
  void pong(Stream& stream, Instant now) override;
  void sent(Stream& stream, core::SendId send, Instant now) override;
  void closed(Stream& stream, core::CloseCause cause, std::uint16_t code, FaultId fault,
              Instant now) override;

  // ServiceCaller
  const core::Identity& identity() const override { return connection_.identity(); }
  void answered(core::CallId call, server_mock::ServiceKind kind,
                const server_mock::ServiceAnswer& answer, Instant now) override;

  void feed(const core::Input& input, Instant now, FaultId fault = kNoFault);
  void handle(const core::Input& input, Instant now, FaultId fault);
  void settle(Instant now);
  void carry_out_all(Instant now);
  void run_timers(Instant now);
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
  Stream* stream_ = nullptr;     ///< the current attempt's
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

}  // namespace fishtank::sim
