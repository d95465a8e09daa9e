#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// What a WebSocket client writes, byte by byte (RFC 6455), for peers that are no more than a
/// socket.
namespace fishtank::tests {

/// An upgrade request that is as it should be, with the cookie `unb`; empty: without a cookie.
std::string upgrade_request(std::string_view user = {});

/// A masked frame: its first byte as it is. At most 64 KiB.
std::string frame(std::uint8_t first, std::string_view payload);

}  // namespace fishtank::tests
