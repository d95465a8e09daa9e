#include "wire/signature.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

#include "wire/http_message.hpp"
#include "wire/protocol_constants.hpp"

namespace fishtank::wire {
namespace {

std::string md5_hex(std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr) != 1) {
    throw std::runtime_error("this OpenSSL offers no MD5, which the token service needs");
  }
  std::string out;
  for (unsigned at = 0; at < size; ++at) {
    out.append({hex[digest[at] >> 4], hex[digest[at] & 15]});
  }
  return out;
}

}  // namespace

std::string sign(std::string_view h5_token, std::int64_t time_ms, std::string_view data) {
  std::string text(h5_token);
  text.append("&").append(std::to_string(time_ms)).append("&").append(kH5AppKey);
  return md5_hex(text.append("&").append(data));
}

std::string_view h5_token_of(std::string_view cookies) {
  const std::string_view value = cookie(cookies, "_m_h5_tk");
  return value.substr(0, value.find('_'));
}

}  // namespace fishtank::wire
