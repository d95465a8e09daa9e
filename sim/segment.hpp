#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/frame.hpp"
#include "core/input.hpp"
#include "core/time.hpp"

namespace fishtank::sim {

using core::Duration;
using core::Instant;

/// What travels on a stream, in the steps in which an application sees it.
enum class SegmentKind : std::uint8_t {
  syn,              ///< TCP: client asks
  syn_ack,          ///< TCP: server agrees
  hello,            ///< TLS: client's part of the handshake
  hello_done,       ///< TLS: server's part
  tls_alert,        ///< TLS: the handshake failed
  upgrade,          ///< HTTP: GET with Upgrade: websocket
  upgraded,         ///< HTTP: 101
  upgrade_refused,  ///< HTTP: `code` is the status
  text,             ///< WebSocket: a text frame of the protocol
  bytes,            ///< WebSocket: a text frame that our codec did not write
  bad_frame,        ///< WebSocket: a frame for which a library closes with `code`
  ping,
  pong,
  close,  ///< WebSocket: a close frame with `code`
  fin,    ///< TCP: no more bytes from here
  reset,  ///< TCP: RST
};

/// Who sent a text.
enum class Sender : std::uint8_t { client, server };

/// What a text of that many bytes is on the line (RFC 6455 5.2): two bytes, two or eight more for
/// longer ones, and the mask of a client.
constexpr std::uint32_t framed(std::size_t text, Sender sender) {
  const std::size_t length = text < 126 ? 0 : text < 65'536 ? 2 : 8;
  const std::size_t mask = sender == Sender::client ? 4 : 0;
  return static_cast<std::uint32_t>(text + 2 + length + mask);
}

/// The text of a frame: as a value that knows its size, or as bytes that went through the codec.
using Payload = std::variant<core::Frame, std::string>;

/// One write of an application, or one control packet.
struct Segment {
  SegmentKind kind = SegmentKind::text;
  bool lost = false;       ///< it vanished: a retransmission must bring it
  std::uint16_t code = 0;  ///< close code or HTTP status
  std::uint32_t size = 0;  ///< bytes on the line, WebSocket framing included
  core::SendId send{};     ///< whose Sent is asked for
  Instant first_sent{};
  Instant resent{};   ///< when the transmission that gets through departs
  Instant due{};      ///< when it would arrive if nothing were before it
  Instant arrives{};  ///< in order; kNever while it is stuck
  Duration travel{};  ///< what is left of its way, while it is stuck
  Payload payload;
};

/// The segments that are under way, of all streams. They are few at a time even with 100 000
/// clients, so their places are used again and stay in the cache.
class SegmentPool {
 public:
  using Index = std::uint32_t;
  static constexpr Index kNone = UINT32_MAX;

  Index put(Segment&& segment) {
    if (free_ == kNone) {
      nodes_.push_back({std::move(segment), kNone});
      return static_cast<Index>(nodes_.size() - 1);
    }
    const Index index = free_;
    free_ = std::exchange(nodes_[index].next, kNone);
    nodes_[index].segment = std::move(segment);
    return index;
  }

  Segment take(Index index) {
    Segment segment = std::move(nodes_[index].segment);
    nodes_[index].next = std::exchange(free_, index);
    return segment;
  }

  Segment& operator[](Index index) { return nodes_[index].segment; }
  Index& next(Index index) { return nodes_[index].next; }

 private:
  struct Node {
    Segment segment;
    Index next = kNone;
  };

  std::vector<Node> nodes_;
  Index free_ = kNone;
};

}  // namespace fishtank::sim
