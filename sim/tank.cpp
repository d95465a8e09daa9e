#include "sim/tank.hpp"

#include <stdexcept>
#include <string>
#include <utility>

namespace fishtank::sim {

Tank::Packed Tank::pack(core::Frame&& frame, Sender sender) {
  if (!wire) {
    const std::uint32_t size = framed(wire::encoded_size(frame), sender);
    return {std::move(frame), size};
  }
  std::string text;
  wire::encode(frame, text);
  const std::uint32_t size = framed(text.size(), sender);
  return {std::move(text), size};
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
