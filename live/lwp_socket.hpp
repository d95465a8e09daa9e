#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/input.hpp"
#include "net/web_socket_client.hpp"
#include "stage/written.hpp"
#include "wire/frame_codec.hpp"

namespace fishtank::live {

/// A client's transport on real sockets: a WebSocket that speaks LWP in the core's words. It holds
/// one connection at a time, that of the core's latest attempt, and never dials by itself.
class LwpSocket final : private net::ClientHandler {
 public:
  /// What happened, as the core's input of the attempt it happened to: Opened or OpenFailed first;
  /// Received, ReceivedGarbage, PongReceived, Sent; Closed last. `detail`: what the core is not
  /// told, a sentence with the words of the system, the library or the server; mostly empty. Called
  /// from the loop only, and free to open, close or drop the socket.
  using Tell = std::function<void(core::Input input, std::string_view detail)>;

  LwpSocket(net::Loop& loop, Tell tell) : loop_(loop), tell_(std::move(tell)) {}

  /// Dials for that attempt, in place of whatever was there; time limits are kPatience, whatever
  /// the options say. std::invalid_argument: something in the options cannot be used.
  void open(core::AttemptId attempt, net::ClientOptions options);

  /// From Opened to Closed, unless it is dropped.
  bool is_open() const { return is_open_; }

  /// Begins the closing handshake; Closed follows. Only while it is open, as are the next two.
  void close(std::uint16_t code) { socket_->close(code, ""); }

  void ping() { socket_->ping(); }

  /// Sent follows for what has a SendId, when the kernel has taken it. Written::failed: the frame
  /// cannot be sent.
  stage::Written write(const core::Frame& frame, core::SendId send);

  /// Ends it with a reset, open or not, and tells nothing more.
  void drop();

  /// Reads nothing until resume(), as a process that stands still.
  void pause();
  void resume();

 private:
  // net::ClientHandler
  void opened() override;
  void open_failed(net::OpenFailure failure, int status, const std::string& detail) override;
  void received(std::string_view message) override;
  void pong() override;
  void flushed() override;
  void closed(const net::Ending& ending) override;

  net::Loop& loop_;
  Tell tell_;
  core::AttemptId attempt_{};
  std::unique_ptr<net::WebSocketClient> socket_;
  bool is_open_ = false;
  std::vector<core::SendId> unflushed_;  ///< frames whose Sent is awaited, in order
  std::string text_;                     ///< the frame that is written, for its memory
  wire::Decoder decoder_;
};

}  // namespace fishtank::live
