#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fishtank::net {

/// The headers of a message, each line by itself, in order.
using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

/// Header names are compared without regard to case.
bool is_same_name(std::string_view one, std::string_view other);

/// The first value of a header, or nullptr.
const std::string* find_header(const HttpHeaders& headers, std::string_view name);

/// Whether a name is a token, and the value has no control characters: it stays one line.
bool is_header(std::string_view name, std::string_view value);

/// "OK" of 200, "" if the status has no name of its own.
std::string_view status_name(int status);

/// Start line, headers and body as they go over the wire.
std::string write_message(const std::string& start_line, const HttpHeaders& headers,
                          std::string_view body);

/// Reads one HTTP/1.x message from pieces of any size (RFC 9112). Bodies have a Content-Length, or
/// for responses end with their stream; no chunks.
class HttpReader {
 public:
  enum class Kind { request, response };

  enum class State {
    head,
    body,
    complete,
    malformed,
    head_too_big,
    body_too_big,
    not_supported,  ///< Transfer-Encoding
  };

  explicit HttpReader(Kind kind) : kind_(kind) {}

  void limit_head(std::size_t bytes) { max_head_ = bytes; }
  void limit_body(std::size_t bytes) { max_body_ = bytes; }

  /// Reads on; how many of the bytes belong to the message.
  std::size_t feed(std::string_view bytes);

  /// The stream is at its end.
  void finish();

  State state() const { return state_; }

  /// The three parts of the start line: of a request method, target, version; of a response
  /// version, status, reason.
  const std::string& part(std::size_t index) const { return parts_[index]; }
  const HttpHeaders& headers() const { return headers_; }
  HttpHeaders& headers() { return headers_; }
  std::string& body() { return body_; }
  const std::string& body() const { return body_; }

 private:
  void read_head(std::string_view head);
  bool read_start_line(std::string_view line);
  bool read_header(std::string_view line);
  void prepare_body();
  std::size_t feed_body(std::string_view bytes);

  Kind kind_;
  State state_ = State::head;
  std::size_t max_head_ = 16 * 1024;
  std::size_t max_body_ = 1024 * 1024;
  std::string text_;  ///< of the head, as long as it is not whole
  std::string parts_[3];
  HttpHeaders headers_;
  std::string body_;
  std::size_t body_size_ = 0;
  bool until_end_ = false;  ///< the body ends with the stream
};

}  // namespace fishtank::net
