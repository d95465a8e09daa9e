/// What a hostile peer sends instead of an HTTP request or response: the first byte says which, and
/// how the rest comes in pieces.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "net/http_message.hpp"

namespace {

using fishtank::net::HttpReader;

constexpr std::size_t kMostHead = 4096;
constexpr std::size_t kMostBody = 4096;

/// What is read stays within the limits, however it came.
void expect_limits(const HttpReader& reader) {
  std::size_t head = 0;
  for (const auto& [name, value] : reader.headers()) head += name.size() + value.size();
  if (head > kMostHead || reader.body().size() > kMostBody) std::abort();
}

HttpReader read(HttpReader::Kind kind, std::string_view bytes, std::size_t piece) {
  HttpReader reader(kind);
  reader.limit_head(kMostHead);
  reader.limit_body(kMostBody);
  while (!bytes.empty()) {
    const std::size_t size = std::min(piece, bytes.size());
    const std::size_t taken = reader.feed(bytes.substr(0, size));
    if (taken > size) std::abort();
    if (taken < size) break;  // it is over, or nothing comes of it
    bytes.remove_prefix(size);
  }
  reader.finish();
  expect_limits(reader);
  return reader;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto kind = (data[0] & 1U) != 0 ? HttpReader::Kind::response : HttpReader::Kind::request;
  const std::size_t piece = std::size_t{data[0]} / 2 + 1;
  const HttpReader whole = read(kind, bytes, bytes.size() + 1);
  const HttpReader pieces = read(kind, bytes, piece);
  // Where the network parts a message must not matter.
  const bool both_complete =
      whole.state() == HttpReader::State::complete && pieces.state() == HttpReader::State::complete;
  if (both_complete && (whole.headers() != pieces.headers() || whole.body() != pieces.body())) {
    std::abort();
  }
  return 0;
}
