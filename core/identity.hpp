#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "core/message.hpp"

namespace fishtank::core {

/// Who a client is: what it read from its cookie string (behaviour.md, "Opening and registering").
struct Identity {
  UserId user;          ///< cookie `unb`
  std::string cookies;  ///< the whole string, for the services
  std::string
      device_id;  ///< `did`: 36 characters shaped like a v4 UUID, "-", user id (protocol.md 2)

  bool operator==(const Identity&) const = default;
};

/// Why a cookie string gives no identity.
struct IdentityError {
  std::string message;  ///< one sentence that lists the keys found

  bool operator==(const IdentityError&) const = default;
};

/// Reads "key=value; key=value". `unb` is required and may have up to UserId::capacity characters.
/// `device_seed` decides the random part of the device id.
std::variant<Identity, IdentityError> read_cookies(std::string_view cookies,
                                                   std::uint64_t device_seed);

}  // namespace fishtank::core
