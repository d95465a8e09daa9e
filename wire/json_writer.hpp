#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "wire/protocol_constants.hpp"

/// Writing JSON piece by piece into a sink. One description of a frame serves twice: a TextSink
/// takes its text, a CountingSink its length only, so that both always agree. Neither allocates
/// anything beyond the string that grows.
namespace fishtank::wire {

/// Appends to a string of the caller.
class TextSink {
 public:
  explicit TextSink(std::string& out) : out_(out) {}
  void append(std::string_view text) { out_.append(text); }

 private:
  std::string& out_;
};

/// Counts bytes.
class CountingSink {
 public:
  void append(std::string_view text) { size_ += text.size(); }
  std::size_t size() const { return size_; }

 private:
  std::size_t size_ = 0;
};

/// A piece that is written as a JSON string, with quotes and escapes. UTF-8 stays as it is.
struct Quoted {
  std::string_view text;
};

/// A bare user id, written as the string "<id>@goofish".
struct QuotedUser {
  std::string_view id;
};

template <typename Sink>
void put(Sink& sink, std::string_view json) {
  sink.append(json);
}

template <typename Sink, std::signed_integral Integer>
void put(Sink& sink, Integer number) {
  std::array<char, 20> digits{};  // the longest: "-9223372036854775808"
  const auto [end, error] = std::to_chars(digits.begin(), digits.end(), std::int64_t{number});
  sink.append({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

constexpr bool needs_escape(char character) {
  return static_cast<unsigned char>(character) < 0x20 || character == '"' || character == '\\';
}

/// Whether any of the sixteen characters needs an escape: below 0x20, a quote or a backslash. In
/// the compilers' vector types, which every machine has in some form.
inline bool any_needs_escape(const char* sixteen) {
  using Vector [[gnu::vector_size(16)]] = unsigned char;
  Vector bytes;
  std::memcpy(&bytes, sixteen, sizeof bytes);
  const auto needs = (bytes < 0x20) | (bytes == '"') | (bytes == '\\');
  std::array<std::uint64_t, 2> halves{};
  std::memcpy(halves.data(), &needs, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

/// Whether the text stands in a JSON string as it is. Nearly every text does, and every frame has
/// some, so this looks at sixteen characters at a time.
inline bool is_plain(std::string_view text) {
  constexpr std::size_t kStep = 16;
  if (text.size() < kStep) return std::none_of(text.begin(), text.end(), needs_escape);
  for (std::size_t at = 0; at + kStep < text.size(); at += kStep) {
    if (any_needs_escape(text.data() + at)) return false;
  }
  return !any_needs_escape(text.data() + text.size() - kStep);  // overlapping those before
}

template <typename Sink>
void put_escape(Sink& sink, char character) {
  if (character == '"') return sink.append(R"(\")");
  if (character == '\\') return sink.append(R"(\\)");
  constexpr std::string_view hex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(character);
  const std::array<char, 6> escape = {'\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15]};
  sink.append({escape.data(), escape.size()});
}

/// The inside of a JSON string.
template <typename Sink>
void put_escaped(Sink& sink, std::string_view text) {
  if (is_plain(text)) return sink.append(text);
  for (const char character : text) {
    if (needs_escape(character)) {
      put_escape(sink, character);
    } else {
      sink.append({&character, 1});
    }
  }
}

template <typename Sink>
void put(Sink& sink, Quoted piece) {
  sink.append("\"");
  put_escaped(sink, piece.text);
  sink.append("\"");
}

template <typename Sink>
void put(Sink& sink, QuotedUser piece) {
  sink.append("\"");
  put_escaped(sink, piece.id);
  sink.append(kUserSuffix);
  sink.append("\"");
}

/// Writes the pieces one after the other: texts are JSON as it stands, Quoted and QuotedUser become
/// JSON strings, signed integers become numbers.
template <typename Sink, typename... Pieces>
void write(Sink& sink, const Pieces&... pieces) {
  (put(sink, pieces), ...);
}

/// The pieces as a string of their own.
template <typename... Pieces>
std::string json_text(const Pieces&... pieces) {
  std::string out;
  TextSink sink(out);
  write(sink, pieces...);
  return out;
}

}  // namespace fishtank::wire
