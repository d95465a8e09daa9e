#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "plan/plan.hpp"
#include "plan/primitive.hpp"
#include "server_mock/server.hpp"
#include "sim/client_host.hpp"
#include "sim/scheduler.hpp"
#include "sim/stream.hpp"
#include "sim/tank.hpp"

namespace fishtank::sim {

/// The host of the mock server: carries its effects out on the streams, and writes down what it
/// does. The client of a record is the one whose session it is.
class ServerHost final : public Actor, public ServerEnd {
 public:
  explicit ServerHost(Tank& tank);

  server_mock::XianyuServer& server() { return server_; }
  const server_mock::XianyuServer& server() const { return server_; }

  /// A step of a fault begins or ends for a client. What is no business of the server's it ignores.
  void begin(const plan::Primitive& primitive, FaultId fault, const ClientHost& client,
             Instant now);
  void end(const plan::Primitive& primitive, FaultId fault, const ClientHost& client, Instant now);

  /// Messages for a client.
  void push(const ClientHost& client, std::vector<core::PushItem> messages, Instant now);

  /// A deadline of the server has come.
  void act(Instant now) override;

  // ServerEnd
  std::optional<FaultId> turns_away(Stream& stream, Instant now) override;
  void accepted(Stream& stream, Instant now) override;
  void received(Stream& stream, Payload&& payload, Instant now) override;
  bool answers(SegmentKind control, Stream& stream, Instant now) override;
  void gone(Stream& stream, Instant now) override;

  /// The clients, by index; set once the world has made them.
  void know(std::vector<ClientHost*> clients);

 private:
  void handle(const server_mock::Input& input, Instant now);
  void command(server_mock::Command command, Instant now);
  void settle(Instant now);
  void write(trace::Record record, server_mock::SessionId session, FaultId fault = kNoFault);
  void touched(server_mock::SessionId session, server_mock::FaultId fault, Instant now);
  std::uint32_t client_of(server_mock::SessionId session) const;
  Stream& stream_of(server_mock::SessionId session) const;

  void carry_out(server_mock::SendFrame& effect, Instant now);
  void carry_out(server_mock::SendGarbage& effect, Instant now);
  void carry_out(const server_mock::CloseSession& effect, Instant now);
  void carry_out(const server_mock::SessionRegistered& effect, Instant now);
  void carry_out(const server_mock::RegistrationRefused& effect, Instant now);
  void carry_out(const server_mock::SessionReady& effect, Instant now);
  void carry_out(const server_mock::Withheld& effect, Instant now);
  void carry_out(const server_mock::PushAccepted& effect, Instant now);
  void carry_out(const server_mock::PushSent& effect, Instant now);
  void carry_out(const server_mock::PushAcknowledged& effect, Instant now);
  void carry_out(const server_mock::ChatAccepted& effect, Instant now);

  Tank& tank_;
  server_mock::XianyuServer server_;
  server_mock::Effects effects_;
  std::vector<ClientHost*> clients_;
  std::uint32_t pushed_to_ = 0;  ///< whose messages are being taken into custody
  std::vector<std::uint32_t> client_of_session_;
};

}  // namespace fishtank::sim
