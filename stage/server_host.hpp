#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "plan/plan.hpp"
#include "plan/primitive.hpp"
#include "server_mock/server.hpp"
#include "stage/messages.hpp"
#include "stage/tank.hpp"

namespace fishtank::stage {

/// The host of the mock server: carries its effects out on the connections of its world, and writes
/// down what it does. The client of a record is the one whose session it is.
class ServerHost {
 public:
  explicit ServerHost(Tank& tank);
  virtual ~ServerHost() = default;
  ServerHost(const ServerHost&) = delete;
  ServerHost& operator=(const ServerHost&) = delete;

  server_mock::XianyuServer& server() { return server_; }
  const server_mock::XianyuServer& server() const { return server_; }

  /// A step of a fault begins or ends for a user. What is no business of the server's it ignores.
  void begin(const plan::Primitive& primitive, FaultId fault, const core::UserId& user,
             Instant now);
  void end(const plan::Primitive& primitive, FaultId fault, const core::UserId& user, Instant now);

  /// Messages for a client.
  virtual void push(std::uint32_t client, const core::UserId& user, Package package, Instant now);

 protected:
  // ---- what the connections tell ----

  /// An upgrade of that client came: whether it is turned away with 503, and by whose doing.
  std::optional<FaultId> turns_away_upgrade(std::uint32_t client, const core::UserId& user,
                                            Instant now);

  void session_accepted(server_mock::SessionId session, std::uint32_t client,
                        const core::UserId& user, Instant now);
  void frame_received(server_mock::SessionId session, const core::Frame& frame, Instant now);

  /// A Ping or a close frame came: whether the library under the server answers it.
  bool answers_control(server_mock::Traffic answer, server_mock::SessionId session, Instant now);

  /// A Ping of the server goes out, WebSocket's or {"type":"ping"}, or its Pong came.
  void write_control(trace::RecordKind kind, server_mock::SessionId session, Instant now);

  /// The connection has ended without the server's doing.
  /// `code`: of the client's close frame, 0 if there was none.
  void session_gone(server_mock::SessionId session, Instant now, std::uint16_t code = 0);

  /// A deadline of the server has come.
  void run_deadlines(Instant now);

  std::uint32_t client_of(server_mock::SessionId session) const {
    return client_of_session_[static_cast<std::size_t>(session)];
  }
  Tank& tank() { return tank_; }

  // ---- what a world says ----

  /// run_deadlines() is to be called at that moment; kNever: never.
  virtual void wake_at(Instant at) = 0;

  /// A fault made a difference to that client.
  virtual void touch(std::uint32_t client, FaultId fault, Instant now) = 0;

  /// Sends a frame or a text, and may empty it. False: it was to be sent only `if_room`, and there
  /// is none.
  virtual bool transmit(server_mock::SendFrame& effect, Instant now) = 0;
  virtual bool transmit(server_mock::SendGarbage& effect, Instant now) = 0;

  /// A frame was left out.
  virtual void withheld(const server_mock::Withheld&, Instant) {}

  /// A session is registered, as that user.
  virtual void registered(server_mock::SessionId, const core::UserId&, Instant) {}

  /// A close frame, or with code 0 a reset. The server has forgotten the session.
  virtual void close(server_mock::SessionId session, std::uint16_t code, const std::string& reason,
                     FaultId fault, Instant now) = 0;

 private:
  void handle(const server_mock::Input& input, Instant now);
  void command(server_mock::Command command, Instant now);
  void settle(Instant now);
  void write(trace::Record record, server_mock::SessionId session, Instant now,
             FaultId fault = kNoFault);
  void touch_session(server_mock::SessionId session, server_mock::FaultId fault, Instant now);

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
  std::uint32_t pushed_to_ = 0;  ///< whose messages are being taken into custody
  std::vector<std::uint32_t> client_of_session_;
};

}  // namespace fishtank::stage
