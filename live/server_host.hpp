#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "live/chores.hpp"
#include "live/driver.hpp"
#include "net/web_socket_server.hpp"
#include "stage/server_host.hpp"
#include "wire/frame_codec.hpp"

namespace fishtank::live {

/// Who the peers of a live server are. In a run they are the plan's clients, each known by its
/// cookie; beside somebody else's client it is for the caller to say.
class Visitors {
 public:
  virtual ~Visitors() = default;

  /// A visitor that upgrades, by the `unb` of its Cookie header (empty: it has none).
  virtual std::uint32_t client_of(const core::UserId& user) = 0;

  /// The status with which a fault answers upgrades of that client now; nothing: 101.
  virtual std::optional<int> refusal(std::uint32_t client) = 0;

  /// A fault made a difference to that client, or to the answer that a service gave that user.
  virtual void touch(std::uint32_t client, stage::FaultId fault, Instant now) = 0;
  virtual void touch(const core::UserId& user, stage::FaultId fault, Instant now) = 0;

  /// Something is written to that client.
  virtual void server_writes(std::uint32_t client, Instant now) = 0;

  /// The server ends that client's connection, by that fault's doing.
  virtual void server_closes(std::uint32_t client, stage::FaultId fault) = 0;

  // ---- for those who do not know who comes ----

  /// Whether an upgrade with that cookie may be looked at; false: it is answered with 503.
  virtual bool admits(const core::UserId&, Instant) { return true; }

  /// A connection of that client is open, or has ended.
  virtual void came(std::uint32_t, Instant) {}
  virtual void left(std::uint32_t, const net::Ending&, Instant) {}

  /// An upgrade of that client was refused.
  virtual void turned_away(std::uint32_t, int /*status*/, Instant) {}

  /// That client has registered as a user.
  virtual void registered(std::uint32_t, const core::UserId&, Instant) {}

  /// A text came from that client that is no frame of the protocol.
  virtual void spoke_nonsense(std::uint32_t, std::string_view, const std::string&, Instant) {}

  /// A request came from that peer that is none of the services'.
  virtual void asked_nonsense(const std::string& /*peer*/, const std::string& /*request*/,
                              const std::string& /*why*/) {}

  /// A peer did not get through TLS's handshake.
  virtual void tls_failed(const std::string& /*peer*/, const std::string& /*why*/) {}

  /// A peer asked for more than the limits grant.
  virtual void was_shed(net::Shed, const std::string&) {}
};

/// The mock server on a real port: WebSocket and services.
class ServerHost : public stage::ServerHost, private Alarm, private net::ServerHandler {
 public:
  /// Listens at once; errors are those of net::WebSocketServer.
  ServerHost(net::Loop& loop, Driver& driver, const net::ServerOptions& options, stage::Tank& tank,
             Visitors& visitors);

  std::uint16_t port() const { return endpoint_.port(); }

  /// Raw bytes on the newest connection of that client. False: it has none.
  bool send_raw(std::uint32_t client, std::string_view bytes);

  /// Sends a WebSocket Ping on every connection.
  void ping_all(Instant now);

  const net::WebSocketServer& endpoint() const { return endpoint_; }

  /// No new connections; those that are open get a close frame (1001, going away).
  void drain();

  /// Whether the library under the server would answer a close frame of that client now.
  bool answers_close(std::uint32_t client, Instant now);

 private:
  using SessionId = server_mock::SessionId;

  // Alarm
  void act(Instant now) override { run_deadlines(now); }

  // stage::ServerHost
  void wake_at(Instant at) override { driver_.set(*this, at); }
  void touch(std::uint32_t client, stage::FaultId fault, Instant now) override;
  void registered(SessionId session, const core::UserId& user, Instant now) override;
  bool transmit(server_mock::SendFrame& effect, Instant now) override;
  bool transmit(server_mock::SendGarbage& effect, Instant now) override;
  void close(SessionId session, std::uint16_t code, const std::string& reason, stage::FaultId fault,
             Instant now) override;

  // net::ServerHandler
  int upgrade(net::ConnectionId id, const net::HttpRequest& request) override;
  void opened(net::ConnectionId id) override;
  void received(net::ConnectionId id, std::string_view message) override;
  bool ping(net::ConnectionId id) override;
  void pong(net::ConnectionId id) override;
  void closed(net::ConnectionId id, const net::Ending& ending) override;
  void request(const net::HttpRequest& request, net::Respond respond) override;
  void shed(net::Shed why, const std::string& peer) override;
  void tls_failed(const std::string& peer, const std::string& why) override;

  /// A connection from its upgrade to its end.
  struct Connection {
    std::uint32_t client = 0;
    core::UserId user;
    std::optional<SessionId> session;  ///< once it is open, until the server forgets it
  };

  /// The newest that has a session; null: there is none.
  std::pair<const net::ConnectionId, Connection>* newest_of(std::uint32_t client);
  std::optional<SessionId> session_of(net::ConnectionId id) const;
  SessionId take_session(net::ConnectionId id);
  void release(SessionId session);
  bool send_text(SessionId session, std::string_view text, bool if_room, Instant now);

  Driver& driver_;
  Visitors& visitors_;
  Chores chores_;
  std::map<net::ConnectionId, Connection> connections_;
  std::vector<net::ConnectionId> connection_of_;  ///< by session
  std::vector<SessionId> free_sessions_;
  std::string text_;
  wire::Decoder decoder_;
  net::WebSocketServer endpoint_;
};

}  // namespace fishtank::live
