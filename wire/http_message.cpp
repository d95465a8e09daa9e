#include "wire/http_message.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace fishtank::wire {
namespace {

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
}

bool same_name(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char one, char other) { return lower(one) == lower(other); });
}

bool is_unreserved(char letter) {
  const char small = lower(letter);
  return (small >= 'a' && small <= 'z') || (letter >= '0' && letter <= '9') ||
         std::string_view("-_.~").find(letter) != std::string_view::npos;
}

void append_encoded(std::string_view text, std::string& out) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  for (const char letter : text) {
    if (is_unreserved(letter)) {
      out.push_back(letter);
      continue;
    }
    const auto byte = static_cast<unsigned char>(letter);
    out.append({'%', hex[byte >> 4], hex[byte & 15]});
  }
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view digits = text.substr(at).substr(1, 2);
    std::uint8_t byte = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
    if (text[at] == '%' && end == digits.data() + 2) {
      out.push_back(static_cast<char>(byte));
      at += 2;
    } else {
      out.push_back(text[at] == '+' ? ' ' : text[at]);
    }
  }
  return out;
}

/// Takes the part up to the next separator off the front of `rest`.
std::string_view take_until(std::string_view& rest, std::string_view separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + separator.size(), rest.size()));
  return part;
}

}  // namespace

std::string_view header(const HttpHeaders& headers, std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(), [name](const auto& candidate) {
    return same_name(candidate.first, name);
  });
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::vector<std::string> all_headers(const HttpHeaders& headers, std::string_view name) {
  std::vector<std::string> values;
  for (const auto& [candidate, value] : headers) {
    if (same_name(candidate, name)) values.push_back(value);
  }
  return values;
}

std::string_view cookie(std::string_view cookies, std::string_view key) {
  while (!cookies.empty()) {
    std::string_view value = take_until(cookies, "; ");
    if (take_until(value, "=") == key) return value;
  }
  return {};
}

std::string encode_form(const FormFields& fields) {
  std::string text;
  for (const auto& [name, value] : fields) {
    if (!text.empty()) text.push_back('&');
    append_encoded(name, text);
    text.push_back('=');
    append_encoded(value, text);
  }
  return text;
}

FormFields decode_form(std::string_view text) {
  FormFields fields;
  while (!text.empty()) {
    std::string_view value = take_until(text, "&");
    std::string name = decoded(take_until(value, "="));
    fields.emplace_back(std::move(name), decoded(value));
  }
  return fields;
}

std::string_view field(const FormFields& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [name](const auto& candidate) {
    return candidate.first == name;
  });
  return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace fishtank::wire
