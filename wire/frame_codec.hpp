#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "core/frame.hpp"
#include "wire/decode_error.hpp"

/// core::Frame <-> the JSON text of one WebSocket frame (protocol.md 2 to 4). For each frame f up
/// to kMaxFrameBytes, decoding encode(f) on the other side gives f back, provided that f says what
/// the wire can say:
/// - texts are UTF-8; items of a chat are digits; conversations of Typing end in "@goofish";
/// - SendText and CreateConversation have a content (asserted);
/// - OtherRequest and OtherPush have a path of their own, none of those in protocol_constants.hpp;
/// - an Undecodable does not hold what decodes after all.
namespace fishtank::wire {

/// Appends the text of the frame. Allocates nothing beyond `out` for heartbeats, their answers,
/// acknowledgements and registrations.
void encode(const core::Frame& frame, std::string& out);

/// Length of what encode() appends, without making it. Allocates nothing for the frames above.
std::size_t encoded_size(const core::Frame& frame);

using Decoded = std::variant<core::Frame, DecodeError>;

/// Decodes frames; keeps its buffers, so one decoder is to be used for many. Whatever the bytes
/// are, the answer is a frame or an error: memory and nesting are bounded by the limits of
/// protocol_constants.hpp.
///
/// Missing headers count as empty ones, for there are clients that send none. A frame with both
/// `lwp` and `code` goes by its `lwp`. Fields that no core value has (app-key, ua, ...) are passed
/// over unread.
class Decoder {
 public:
  Decoder();
  ~Decoder();
  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;

  /// A text that a client sent: with `lwp` a request, with `code` 200 an Ack, {"type":"pong"} an
  /// AppPong.
  Decoded from_client(std::string_view text);

  /// A text that the server sent: with `lwp` a push, with `code` a Response, {"type":"ping"} an
  /// AppPing. The body of a response is known by its fields; one with other fields is an EmptyBody.
  Decoded from_server(std::string_view text);

 private:
  struct Buffers;
  std::unique_ptr<Buffers> buffers_;
};

}  // namespace fishtank::wire
