#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace fishtank::wire {

/// What is wrong with bytes that came from outside.
enum class DecodeErrorKind : std::uint8_t {
  too_long,         ///< the text exceeds kMaxFrameBytes, or an identifier exceeds its InlineText
  not_utf8,         ///< a byte sequence that is no UTF-8
  not_json,         ///< broken JSON, or a number outside 64 bits
  too_deep,         ///< nested deeper than kMaxDepth
  too_many,         ///< a list with more than kMaxItems elements
  unknown_shape,    ///< JSON, but neither request nor response nor application ping (protocol.md 2)
  missing,          ///< a field that must exist does not
  wrong_type,       ///< a field of another JSON type than the protocol says
  wrong_value,      ///< the right type with a value that means nothing
  wrong_signature,  ///< `sign` of a service request does not fit its data (protocol.md 5)
};

/// Why something could not be decoded.
struct DecodeError {
  DecodeErrorKind kind = DecodeErrorKind::not_json;
  std::string message;  ///< one sentence that names the field and what was expected of it

  bool operator==(const DecodeError&) const = default;
};

/// Collects the first error of a decoding. Readers go on with empty values after an error, and
/// whoever started the decoding asks once at the end.
class Failure {
 public:
  explicit operator bool() const { return error_.has_value(); }

  /// Later reports are consequences of the first and are dropped.
  void report(DecodeErrorKind kind, std::string message) {
    if (!error_) error_ = DecodeError{kind, std::move(message)};
  }

  /// The error; only if there is one.
  DecodeError take() { return *std::move(error_); }

 private:
  std::optional<DecodeError> error_;
};

}  // namespace fishtank::wire
