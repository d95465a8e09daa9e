#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/message.hpp"
#include "core/random.hpp"
#include "core/time.hpp"
#include "server_mock/ids.hpp"

namespace fishtank::server_mock {

enum class TokenVerdict : std::uint8_t {
  good,
  unknown,       ///< not issued by us, or so long ago that the user had kTokensPerUser since
  expired,       ///< too old, or expired by a fault
  other_device,  ///< issued to another device than the one that shows it
};

struct TokenCheck {
  TokenVerdict verdict = TokenVerdict::unknown;
  core::UserId user;                     ///< whose token it is; empty for an unknown one
  core::Instant expires = core::kNever;  ///< known tokens: not good at that moment any more
  FaultId expired_by = kNoFault;         ///< the fault that expired it

  bool operator==(const TokenCheck&) const = default;
};

/// The tokens given out, shared by the service that issues them and the server that checks them. A
/// token is bound to a user and a device (protocol.md 2, "device id").
class TokenBook {
 public:
  /// A user's tokens are remembered back to this many; an older one is unknown. Bounds the memory
  /// that a client which asks for a token at each reconnect can take.
  static constexpr std::size_t kTokensPerUser = 8;

  /// So many users have tokens; then those of the user who got his first one earliest are unknown.
  static constexpr std::size_t kMostUsers = 100'000;

  /// Characters of a device id that count.
  static constexpr std::size_t kLongestDeviceId = 128;

  explicit TokenBook(core::Seed seed) : seed_(seed) {}

  /// A fresh token, "oauth_k1:<user>:<16 hex digits>". Earlier ones stay good.
  std::string issue(const core::UserId& user, std::string_view device_id, core::Instant expires);

  TokenCheck check(std::string_view token, std::string_view device_id, core::Instant now) const;

  /// Expires every token of the user (empty: of all) that is still good at `now`.
  void expire(const core::UserId& user, core::Instant now, FaultId fault);

  bool operator==(const TokenBook&) const = default;

 private:
  struct Issued {
    std::uint64_t secret = 0;
    std::string device_id;
    core::Instant expires;
    FaultId expired_by = kNoFault;

    bool operator==(const Issued&) const = default;
  };
  using Tokens = std::vector<Issued>;  ///< of one user, oldest first

  core::Seed seed_;
  std::uint64_t issued_ = 0;
  std::map<core::UserId, Tokens> tokens_;
  std::deque<core::UserId> users_;  ///< with tokens; who got his first one earliest is in front
};

}  // namespace fishtank::server_mock
