#include "live/lwp_socket.hpp"

#include <utility>

#include "live/patience.hpp"
#include "live/words.hpp"

namespace fishtank::live {

using stage::Written;

void LwpSocket::open(core::AttemptId attempt, net::ClientOptions options) {
  attempt_ = attempt;
  is_open_ = false;
  unflushed_.clear();
  options.open_timeout = options.close_timeout = kPatience;
  net::ClientHandler& handler = *this;
  socket_ = std::make_unique<net::WebSocketClient>(loop_, options, handler);
}

Written LwpSocket::write(const core::Frame& frame, core::SendId send) {
  text_.clear();
  wire::encode(frame, text_);
  if (!socket_->send(text_)) return Written::failed;
  if (send != core::SendId{}) unflushed_.push_back(send);
  return Written::waiting;
}

void LwpSocket::drop() {
  socket_.reset();
  is_open_ = false;
}

void LwpSocket::pause() {
  if (socket_) socket_->pause();
}

void LwpSocket::resume() {
  if (socket_) socket_->resume();
}

// ---- what the library tells ------------------------------------------------------------------

void LwpSocket::opened() {
  is_open_ = true;
  tell_(core::Opened{attempt_}, "");
}

void LwpSocket::open_failed(net::OpenFailure failure, int status, const std::string& detail) {
  is_open_ = false;
  tell_(core::OpenFailed{attempt_, core_failure(failure)},
        status != 0 ? "the server answered the upgrade with status " + std::to_string(status)
                    : "could not open: " + detail);
}

void LwpSocket::received(std::string_view message) {
  wire::Decoded decoded = decoder_.from_server(message);
  if (auto* frame = std::get_if<core::Frame>(&decoded)) {
    return tell_(core::Received{attempt_, std::move(*frame)}, "");
  }
  tell_(core::ReceivedGarbage{attempt_},
        "no LWP frame: " + std::get<wire::DecodeError>(decoded).message);
}

void LwpSocket::pong() { tell_(core::PongReceived{attempt_}, ""); }

/// Whoever is told of one may drop the socket.
void LwpSocket::flushed() {
  for (const core::SendId send : std::exchange(unflushed_, {})) {
    if (is_open_) tell_(core::Sent{attempt_, send}, "");
  }
}

void LwpSocket::closed(const net::Ending& ending) {
  is_open_ = false;
  tell_(core::Closed{.attempt = attempt_, .cause = core_cause(ending.cause), .code = ending.code},
        ending.reason.empty() ? "" : "the connection ended: " + ending.reason);
}

}  // namespace fishtank::live
