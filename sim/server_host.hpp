#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/client_host.hpp"
#include "sim/scheduler.hpp"
#include "sim/stream.hpp"
#include "sim/tank.hpp"
#include "stage/server_host.hpp"

namespace fishtank::sim {

/// The mock server in virtual time: its connections are the world's Streams.
class ServerHost final : public Actor, public stage::ServerHost, public ServerEnd {
 public:
  explicit ServerHost(Tank& tank);

  /// The clients, by index; set once the world has made them.
  void know(std::vector<ClientHost*> clients) { clients_ = std::move(clients); }

  /// A deadline of the server has come.
  void act(Instant now) override { run_deadlines(now); }

  // ServerEnd
  std::optional<FaultId> turns_away(Stream& stream, Instant now) override;
  void accepted(Stream& stream, Instant now) override;
  void received(Stream& stream, Payload&& payload, Instant now) override;
  bool answers(SegmentKind control, Stream& stream, Instant now) override;
  void gone(Stream& stream, Instant now) override;

 private:
  // stage::ServerHost
  void wake_at(Instant at) override { tank_.scheduler.schedule(*this, at); }
  void touch(std::uint32_t client, FaultId fault, Instant now) override;
  bool transmit(server_mock::SendFrame& effect, Instant now) override;
  bool transmit(server_mock::SendGarbage& effect, Instant now) override;
  void close(server_mock::SessionId session, std::uint16_t code, const std::string& reason,
             FaultId fault, Instant now) override;

  Stream& stream_of(server_mock::SessionId session) const;
  const core::UserId& user_of(const Stream& stream) const;

  Tank& tank_;
  std::vector<ClientHost*> clients_;
};

}  // namespace fishtank::sim
