#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "live/chores.hpp"
#include "live/driver.hpp"
#include "live/harbour.hpp"
#include "live/lwp_socket.hpp"
#include "live/service_calls.hpp"
#include "live/water.hpp"
#include "net/fault_proxy.hpp"
#include "stage/client_host.hpp"

namespace fishtank::live {

/// A client on real sockets: its transport is a WebSocket through a proxy of its own, its requests
/// are HTTP calls through another, and the proxies do to its bytes what its path says.
class ClientHost final : public stage::ClientHost, private Alarm {
 public:
  ClientHost(net::Loop& loop, Driver& driver, const Harbour& harbour, stage::Tank& tank,
             std::uint32_t index, const plan::Client& plan,
             const core::Shared<core::Policy>& policy, core::Identity who);
  ~ClientHost() override;

  void path_changed(Instant now) override;
  void cut(plan::Cut::How how, stage::FaultId fault, Instant now) override;
  void orphan(stage::FaultId fault, Instant now) override;
  void end_orphan(stage::FaultId fault, Instant now) override;
  void bad_frame(const plan::BadFrame& frame, stage::FaultId fault, Instant now) override;

  /// What the server's side of the connection does for this one; set by the world.
  struct FarEnd {
    /// Sends raw bytes to the client. False: there is no connection.
    std::function<bool(std::string_view bytes)> send_raw;

    /// Whether a close frame would be answered now. The library under the real server answers each;
    /// if it should not, the answer is kept back on its way.
    std::function<bool(Instant now)> answers_close;
  };
  void know(FarEnd far_end) { far_end_ = std::move(far_end); }

  /// The server writes to this client.
  void server_writes(Instant now) { socket_water_.wrote(plan::Direction::down, now); }

  /// That fault will have ended the connection, if it ends.
  void ends_by(stage::FaultId fault) { ended_by_ = fault; }

 private:
  // Alarm: a timer of the core or of the application has come.
  void act(Instant now) override { run_timers(now); }

  // stage::ClientHost
  void wake_at(Instant at) override { driver_.set(*this, at); }
  void open_transport(Instant now) override;
  void close_transport(std::uint16_t code, Instant now) override;
  void abort_transport(Instant now) override;
  void ping(Instant now) override;
  stage::Written write(core::Frame& frame, core::SendId send, Instant now) override;
  void call(server_mock::ServiceKind kind, core::CallId call, Instant now) override;
  void cancel_calls() override { calls_.cancel(); }
  void pause() override { socket_.pause(); }
  void resume(Instant now) override;

  /// An attempt to open that has not reached the proxy yet, because its SYNs vanish.
  struct Dial {
    bool waits = false;
    Instant begun{};
    std::uint64_t number = 0;  ///< a chore of an earlier one is void
  };

  void dial(Instant now);
  void dial_when_heard(Instant now);
  void fail_to_open(core::OpenFailure cause, Instant now);
  bool drop_transport();  ///< false: there was none
  void meet_connections();
  void happened(core::Input input);  ///< the socket tells
  void arrived(core::Input input);   ///< and it has come to the process

  Driver& driver_;
  Harbour harbour_;
  Water socket_water_;
  Water service_water_;
  net::FaultProxy socket_proxy_;
  net::FaultProxy service_proxy_;
  Chores chores_;
  Dial dial_;
  LwpSocket socket_;
  bool has_transport_ = false;  ///< the attempt has not ended
  ServiceCalls calls_;
  stage::FaultId ended_by_ = stage::kNoFault;
  FarEnd far_end_;

  /// What came in while the process stood still.
  struct Unread {
    core::Input input;
    stage::FaultId fault;
  };
  std::vector<Unread> unread_;
};

}  // namespace fishtank::live
