#include "live/server_host.hpp"

#include <utility>

#include "live/words.hpp"
#include "stage/service_http.hpp"

namespace fishtank::live {

using server_mock::SessionId;
using stage::FaultId;

namespace {

/// What a connection may have waiting before junk is dropped: a kernel's send buffer.
constexpr std::size_t kRoom = 256 * 1024;

constexpr int kServiceUnavailable = 503;

std::size_t index_of(SessionId session) { return static_cast<std::size_t>(session); }

core::UserId user_of(const net::HttpRequest& request) {
  const std::string_view cookies = wire::header(request.headers, "Cookie");
  return wire::cookie(cookies, "unb").substr(0, core::UserId::capacity);
}

}  // namespace

ServerHost::ServerHost(net::Loop& loop, Driver& driver, const net::ServerOptions& options,
                       stage::Tank& tank, Visitors& visitors)
    : stage::ServerHost(tank),
      Alarm(driver),
      driver_(driver),
      visitors_(visitors),
      chores_(driver),
      endpoint_(loop, options, *this) {}

std::pair<const net::ConnectionId, ServerHost::Connection>* ServerHost::newest_of(
    std::uint32_t client) {
  for (auto one = connections_.rbegin(); one != connections_.rend(); ++one) {
    if (one->second.client == client && one->second.session) return &*one;
  }
  return nullptr;
}

bool ServerHost::send_raw(std::uint32_t client, std::string_view bytes) {
  const auto* connection = newest_of(client);
  if (connection != nullptr) endpoint_.send_raw(connection->first, bytes);
  return connection != nullptr;
}

bool ServerHost::answers_close(std::uint32_t client, Instant now) {
  const auto* connection = newest_of(client);
  return connection == nullptr ||
         answers_control(server_mock::Traffic::close_answer, *connection->second.session, now);
}

// ---- what the server wants -------------------------------------------------------------------

void ServerHost::touch(std::uint32_t client, FaultId fault, Instant now) {
  visitors_.touch(client, fault, now);
}

void ServerHost::registered(SessionId session, const core::UserId& user, Instant now) {
  visitors_.registered(client_of(session), user, now);
}

void ServerHost::ping_all(Instant now) {
  for (const auto& [id, connection] : connections_) {
    if (!connection.session) continue;
    visitors_.server_writes(connection.client, now);
    write_control(trace::RecordKind::server_ping, *connection.session, now);
    endpoint_.ping(id);
  }
}

void ServerHost::drain() {
  endpoint_.stop_listening();
  for (const auto& [id, connection] : connections_) endpoint_.close(id, 1001, "the server goes");
}

bool ServerHost::send_text(SessionId session, std::string_view text, bool if_room, Instant now) {
  const net::ConnectionId id = connection_of_[index_of(session)];
  if (if_room && endpoint_.buffered(id) > kRoom) return false;
  visitors_.server_writes(client_of(session), now);
  endpoint_.send(id, text);
  return true;
}

bool ServerHost::transmit(server_mock::SendFrame& effect, Instant now) {
  text_.clear();
  wire::encode(effect.frame, text_);
  if (!send_text(effect.session, text_, effect.if_room, now)) return false;
  if (std::holds_alternative<core::AppPing>(effect.frame)) {
    write_control(trace::RecordKind::server_app_ping, effect.session, now);
  }
  return true;
}

bool ServerHost::transmit(server_mock::SendGarbage& effect, Instant now) {
  return send_text(effect.session, effect.text, effect.if_room, now);
}

void ServerHost::close(SessionId session, std::uint16_t code, const std::string& reason,
                       FaultId fault, Instant now) {
  const net::ConnectionId id = connection_of_[index_of(session)];
  visitors_.server_closes(client_of(session), fault);
  visitors_.server_writes(client_of(session), now);
  if (code == server_mock::kAbruptly) {
    endpoint_.abort(id);
    connections_.erase(id);
    visitors_.left(client_of(session), {net::CloseCause::reset, 1006, "by the server"}, now);
  } else {
    endpoint_.close(id, code, reason);
    connections_[id].session.reset();
  }
  release(session);
}

// ---- sessions --------------------------------------------------------------------------------

SessionId ServerHost::take_session(net::ConnectionId id) {
  if (free_sessions_.empty()) {
    free_sessions_.push_back(SessionId{static_cast<std::uint32_t>(connection_of_.size())});
    connection_of_.emplace_back();
  }
  const SessionId session = free_sessions_.back();
  free_sessions_.pop_back();
  connection_of_[index_of(session)] = id;
  return session;
}

void ServerHost::release(SessionId session) { free_sessions_.push_back(session); }

// ---- what the sockets tell -------------------------------------------------------------------

int ServerHost::upgrade(net::ConnectionId id, const net::HttpRequest& request) {
  const Instant now = driver_.arrival();
  const core::UserId user = user_of(request);
  if (!visitors_.admits(user, now)) return kServiceUnavailable;
  const std::uint32_t client = visitors_.client_of(user);
  if (const auto status = visitors_.refusal(client)) {
    visitors_.turned_away(client, *status, now);
    return *status;
  }
  if (const auto fault = turns_away_upgrade(client, user, now)) {
    visitors_.server_closes(client, *fault);
    visitors_.turned_away(client, kServiceUnavailable, now);
    return kServiceUnavailable;
  }
  visitors_.came(client, now);
  connections_[id] = {.client = client, .user = user, .session = std::nullopt};
  return 101;
}

void ServerHost::opened(net::ConnectionId id) {
  const Instant now = driver_.arrival();
  Connection& connection = connections_.at(id);
  connection.session = take_session(id);
  visitors_.server_writes(connection.client, now);
  session_accepted(*connection.session, connection.client, connection.user, now);
}

/// Of a connection at which something has come in. Alarms that were due have gone first, and one of
/// them may have ended it.
std::optional<SessionId> ServerHost::session_of(net::ConnectionId id) const {
  const auto found = connections_.find(id);
  return found == connections_.end() ? std::nullopt : found->second.session;
}

void ServerHost::received(net::ConnectionId id, std::string_view message) {
  const Instant now = driver_.arrival();
  const auto session = session_of(id);
  if (!session) return;
  wire::Decoded decoded = decoder_.from_client(message);
  if (const auto* frame = std::get_if<core::Frame>(&decoded)) {
    frame_received(*session, *frame, now);
  } else {
    const auto& error = std::get<wire::DecodeError>(decoded);
    visitors_.spoke_nonsense(client_of(*session), message, error.message, now);
  }
}

bool ServerHost::ping(net::ConnectionId id) {
  const Instant now = driver_.arrival();
  const auto session = session_of(id);
  if (!session) return false;
  visitors_.server_writes(client_of(*session), now);
  return answers_control(server_mock::Traffic::pong, *session, now);
}

void ServerHost::pong(net::ConnectionId id) {
  const Instant now = driver_.arrival();
  const auto session = session_of(id);
  if (session) write_control(trace::RecordKind::server_pong, *session, now);
}

void ServerHost::closed(net::ConnectionId id, const net::Ending& ending) {
  const Instant now = driver_.arrival();
  const auto gone = connections_.extract(id);
  if (gone.empty()) return;
  const Connection& connection = gone.mapped();
  if (connection.session) {
    const bool said_why = ending.cause == net::CloseCause::close_frame;
    session_gone(*connection.session, now, said_why ? ending.code : std::uint16_t{0});
    release(*connection.session);
  }
  visitors_.left(connection.client, ending, now);
}

void ServerHost::request(const net::HttpRequest& request, net::Respond respond) {
  const Instant now = driver_.arrival();
  auto read = stage::read_request(wire_request(request));
  if (const auto* error = std::get_if<wire::DecodeError>(&read)) {
    visitors_.asked_nonsense(request.peer, request.method + ' ' + request.target, error->message);
    return respond({404, {{"Content-Type", "text/plain"}}, error->message + "\n"});
  }
  const auto& asked = std::get<server_mock::ServiceRequest>(read);
  const server_mock::ServiceAnswer answer = server().serve(asked, now);
  if (answer.fault != server_mock::kNoFault) {
    visitors_.touch(asked.user, static_cast<FaultId>(answer.fault), now);
  }
  if (answer.outcome == core::ServiceOutcome::no_answer) return;
  chores_.at(now + answer.delay, [respond = std::move(respond),
                                  response = net_response(stage::to_http(asked.kind, answer))](
                                     Instant) { respond(response); });
}

void ServerHost::shed(net::Shed why, const std::string& peer) { visitors_.was_shed(why, peer); }

void ServerHost::tls_failed(const std::string& peer, const std::string& why) {
  visitors_.tls_failed(peer, why);
}

}  // namespace fishtank::live
