#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fishtank::wire {

/// `sign` of a token request: lower-case hex of MD5 over "tk&t&appKey&data" (protocol.md 5).
/// `h5_token` is the part of the cookie `_m_h5_tk` before the first `_`, empty without that cookie;
/// `data` is the form field before it is percent-encoded.
std::string sign(std::string_view h5_token, std::int64_t time_ms, std::string_view data);

/// The h5 token of a cookie string, or empty.
std::string_view h5_token_of(std::string_view cookies);

}  // namespace fishtank::wire
