#include "sim/tank.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace fishtank::sim {

namespace {

/// RFC 6455 5.2: two bytes, two or eight more for longer texts, and the mask of a client.
std::size_t with_framing(std::size_t text, Sender sender) {
  const std::size_t length = text < 126 ? 0 : text < 65'536 ? 2 : 8;
  const std::size_t mask = sender == Sender::client ? 4 : 0;
  return text + 2 + length + mask;
}

}  // namespace

Tank::Packed Tank::pack(core::Frame&& frame, Sender sender) {
  if (!wire) {
    const std::size_t size = with_framing(wire::encoded_size(frame), sender);
    return {std::move(frame), static_cast<std::uint32_t>(size)};
  }
  std::string text;
  wire::encode(frame, text);
  const std::size_t size = with_framing(text.size(), sender);
  return {std::move(text), static_cast<std::uint32_t>(size)};
}

core::Frame Tank::unpack(Payload&& payload, Sender sender) {
  if (auto* frame = std::get_if<core::Frame>(&payload)) return std::move(*frame);
  const std::string& text = std::get<std::string>(payload);
  wire::Decoded decoded =
      sender == Sender::client ? decoder_.from_client(text) : decoder_.from_server(text);
  if (const auto* error = std::get_if<wire::DecodeError>(&decoded)) {
    throw std::logic_error("our own frame does not decode: " + error->message + ": " + text);
  }
  return std::get<core::Frame>(std::move(decoded));
}

}  // namespace fishtank::sim
