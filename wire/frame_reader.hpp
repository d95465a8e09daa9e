#pragma once

#include "core/frame.hpp"
#include "wire/json_node.hpp"
#include "wire/message_codec.hpp"

/// Reading frames out of parsed JSON (protocol.md 2 to 4). Internal to frame_decode.cpp. Errors go
/// to the Failure of the nodes; the frame returned beside an error means nothing.
namespace fishtank::wire {

/// A parsed frame and what its contents are decoded with.
struct FrameSource {
  JsonNode root;
  JsonNode headers;  ///< an object, or absent
  JsonNode body;
  JsonParser& contents;  ///< for JSON within base64; not the parser of the frame
  ItemDecoder& items;
  Failure& failure;

  core::Mid mid() const { return headers.member("mid").identifier_or_empty<core::Mid>(); }
  core::Sid sid() const { return headers.member("sid").identifier_or_empty<core::Sid>(); }
};

/// A client frame with that `lwp` (protocol.md 3).
core::Frame read_request(std::string_view path, const FrameSource& source);

/// A client frame with a `code` (protocol.md 2.1).
core::Frame read_ack(const FrameSource& source);

/// A server frame with that `lwp` (protocol.md 4).
core::Frame read_push(std::string_view path, const FrameSource& source);

/// A server frame with a `code` (protocol.md 3).
core::Frame read_response(const FrameSource& source);

}  // namespace fishtank::wire
