/// What a hostile peer sends as the text of a WebSocket frame, to either side.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "core/frame.hpp"
#include "wire/frame_codec.hpp"

namespace {

using fishtank::core::Frame;
using fishtank::wire::Decoded;

/// What could be read can be written, in as many bytes as is told before.
void write(const Decoded& decoded) {
  const auto* frame = std::get_if<Frame>(&decoded);
  if (frame == nullptr) return;
  std::string text;
  fishtank::wire::encode(*frame, text);
  if (text.size() != fishtank::wire::encoded_size(*frame)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fishtank::wire::Decoder decoder;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  write(decoder.from_client(text));
  write(decoder.from_server(text));
  return 0;
}
