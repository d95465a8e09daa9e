#include "server_mock/token_book.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "server_mock/hex.hpp"

namespace fishtank::server_mock {

namespace {

constexpr std::string_view kPrefix = "oauth_k1:";
constexpr std::size_t kSecretDigits = 16;

struct TokenText {
  core::UserId user;
  std::uint64_t secret = 0;
};

std::string write_token(const core::UserId& user, std::uint64_t secret) {
  std::array<char, kSecretDigits> digits{};
  write_hex(secret, digits);
  std::string token(kPrefix);
  token.append(user.view()).append(1, ':').append(digits.data(), digits.size());
  return token;
}

/// Nothing if it is not a token of ours.
std::optional<TokenText> read_token(std::string_view token) {
  if (token.size() < kPrefix.size() + 1 + kSecretDigits || !token.starts_with(kPrefix)) return {};
  const std::string_view digits = token.substr(token.size() - kSecretDigits);
  const std::string_view user =
      token.substr(kPrefix.size(), token.size() - kPrefix.size() - 1 - kSecretDigits);
  if (!core::UserId::fits(user)) return {};
  TokenText text{user, 0};
  const char* const end = digits.data() + digits.size();
  const auto result = std::from_chars(digits.data(), end, text.secret, 16);
  if (result.ec != std::errc{} || result.ptr != end) return {};
  // Only the very text that was issued: no other separator, no upper-case digits.
  if (write_token(text.user, text.secret) != token) return {};
  return text;
}

}  // namespace

std::string TokenBook::issue(const core::UserId& user, std::string_view device_id,
                             core::Instant expires) {
  const auto secret = static_cast<std::uint64_t>(core::derive(seed_, "token", ++issued_));
  const auto [place, is_new] = tokens_.try_emplace(user);
  if (is_new) users_.push_back(user);
  if (users_.size() > kMostUsers) {
    tokens_.erase(users_.front());
    users_.pop_front();
  }
  Tokens& tokens = place->second;
  if (tokens.size() == kTokensPerUser) tokens.erase(tokens.begin());
  tokens.push_back({secret, std::string(device_id.substr(0, kLongestDeviceId)), expires, kNoFault});
  return write_token(user, secret);
}

TokenCheck TokenBook::check(std::string_view token, std::string_view device_id,
                            core::Instant now) const {
  const std::optional<TokenText> text = read_token(token);
  if (!text) return {};
  const auto tokens = tokens_.find(text->user);
  if (tokens == tokens_.end()) return {};
  const auto issued = std::find_if(tokens->second.begin(), tokens->second.end(),
                                   [&](const Issued& one) { return one.secret == text->secret; });
  if (issued == tokens->second.end()) return {};
  TokenCheck check{TokenVerdict::good, text->user, issued->expires, issued->expired_by};
  if (issued->expires <= now) {
    check.verdict = TokenVerdict::expired;
  } else if (issued->device_id != device_id.substr(0, kLongestDeviceId)) {
    check.verdict = TokenVerdict::other_device;
  }
  return check;
}

void TokenBook::expire(const core::UserId& user, core::Instant now, FaultId fault) {
  const auto expire_all = [&](Tokens& tokens) {
    for (Issued& issued : tokens) {
      if (issued.expires <= now) continue;
      issued.expires = now;
      issued.expired_by = fault;
    }
  };
  if (user.empty()) {
    for (auto& [name, tokens] : tokens_) expire_all(tokens);
  } else if (const auto tokens = tokens_.find(user); tokens != tokens_.end()) {
    expire_all(tokens->second);
  }
}

}  // namespace fishtank::server_mock
