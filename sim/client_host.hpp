#pragma once

#include <cstdint>
#include <string_view>

#include "sim/scheduler.hpp"
#include "sim/service_call.hpp"
#include "sim/stream.hpp"
#include "sim/tank.hpp"
#include "stage/client_host.hpp"

namespace fishtank::sim {

/// A client in virtual time: its transport is a Stream, its requests are ServiceCalls.
class ClientHost final : public Actor,
                         public stage::ClientHost,
                         private ClientEnd,
                         private ServiceCaller {
 public:
  ClientHost(Tank& tank, std::uint32_t index, const plan::Client& plan,
             const core::Shared<core::Policy>& policy, core::Identity who);

  stage::Path& path() override { return stage::ClientHost::path(); }

  void path_changed(Instant now) override;
  void cut(plan::Cut::How how, FaultId fault, Instant now) override;
  void orphan(FaultId fault, Instant now) override;
  void end_orphan(FaultId fault, Instant now) override;
  void bad_frame(const plan::BadFrame& frame, FaultId fault, Instant now) override;
  void touched(FaultId fault, Instant now) override { touch(fault, now); }
  bool untouched() const override {
    return stage::ClientHost::untouched() && (stream_ == nullptr || stream_->untouched());
  }

  /// A timer of the core or of the application has come.
  void act(Instant now) override { run_timers(now); }
  void foresee() const override;

 private:
  // stage::ClientHost
  void wake_at(Instant at) override;
  void open_transport(Instant now) override;
  void close_transport(std::uint16_t code, Instant now) override;
  void abort_transport(Instant now) override;
  void ping(Instant now) override;
  stage::Written write(core::Frame& frame, core::SendId send, Instant now) override;
  void call(server_mock::ServiceKind kind, core::CallId call, Instant now) override;
  void cancel_calls() override;
  void pause() override;
  void resume(Instant now) override;

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
  const core::Identity& identity() const override { return who(); }
  void answered(core::CallId call, server_mock::ServiceKind kind,
                const server_mock::ServiceAnswer& answer, Instant now) override {
    stage::ClientHost::answered(call, kind, answer, now);
  }

  Tank& tank_;
  Stream* stream_ = nullptr;  ///< the current attempt's
};

}  // namespace fishtank::sim
