#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "live/driver.hpp"
#include "live/lwp_socket.hpp"
#include "live/service_calls.hpp"
#include "stage/client_host.hpp"

namespace fishtank::live {

/// Where a server is that is not ours, and how it wants to be spoken to.
struct Address {
  std::string url;       ///< ws:// or wss://
  std::string services;  ///< http://host:port or https://
  std::vector<std::pair<std::string, std::string>>
      headers;                       ///< of the upgrade, besides the cookies
  std::optional<std::string> token;  ///< the service is not asked for one
  bool verify_certificate = true;
  std::string authority;  ///< PEM file of the authority to trust; empty: the system's
};

/// "https://host:port" of the services beside a WebSocket: same host, same port, as secure.
/// std::invalid_argument: the URL is none.
std::string services_beside(const std::string& url);

/// std::invalid_argument: something in the address or the cookies cannot be used; the message says
/// what. Does not ask the network.
void check(const Address& address, const std::string& cookies);

/// A client that visits a server somewhere: real sockets, real time, nothing in between, no faults.
class Guest final : public stage::ClientHost, private Alarm {
 public:
  /// Details that the core is not told: what the system, the library or the server said.
  using Remark = std::function<void(Instant now, const std::string& text)>;

  /// `rests`: called, maybe more than once, when it waits for nothing any more, neither for a
  /// moment nor for its transport: CLOSED, or FAILED for good. It must not touch the guest.
  Guest(net::Loop& loop, Driver& driver, const Address& address, stage::Tank& tank,
        const plan::Client& plan, const core::Shared<core::Policy>& policy, core::Identity who,
        Remark remark, std::function<void(Instant now)> rests);

 private:
  // Alarm
  void act(Instant now) override { run_timers(now); }

  // stage::ClientHost
  void wake_at(Instant at) override;
  void open_transport(Instant now) override;
  void close_transport(std::uint16_t code, Instant now) override;
  void abort_transport(Instant now) override;
  void ping(Instant now) override;
  stage::Written write(core::Frame& frame, core::SendId send, Instant now) override;
  void call(server_mock::ServiceKind kind, core::CallId call, Instant now) override;
  void cancel_calls() override { calls_.cancel(); }
  void pause() override {}
  void resume(Instant) override {}

  // stage::Subject: faults are for our own water.
  void path_changed(Instant) override {}
  void cut(plan::Cut::How, stage::FaultId, Instant) override {}
  void orphan(stage::FaultId, Instant) override {}
  void end_orphan(stage::FaultId, Instant) override {}
  void bad_frame(const plan::BadFrame&, stage::FaultId, Instant) override {}

  void happened(const core::Input& input, std::string_view detail);
  void service_answered(const ServiceCalls::Answer& one);

  Driver& driver_;
  Address address_;
  Remark remark_;
  std::function<void(Instant now)> rests_;
  LwpSocket socket_;
  ServiceCalls calls_;
};

}  // namespace fishtank::live
