#include "net/http_message.hpp"

#include <algorithm>
#include <charconv>

namespace fishtank::net {

namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool is_alphanumeric(char letter) {
  return (lower(letter) >= 'a' && lower(letter) <= 'z') || (letter >= '0' && letter <= '9');
}

/// RFC 9110 5.6.2
bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char letter) {
    return is_alphanumeric(letter) ||
           std::string_view("!#$%&'*+-.^_`|~").find(letter) != std::string_view::npos;
  });
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool has_control_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char letter) {
    return (static_cast<unsigned char>(letter) < 0x20 && letter != '\t') || letter == 0x7F;
  });
}

}  // namespace

bool is_same_name(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](char left, char right) { return lower(left) == lower(right); });
}

const std::string* find_header(const HttpHeaders& headers, std::string_view name) {
  for (const auto& header : headers) {
    if (is_same_name(header.first, name)) return &header.second;
  }
  return nullptr;
}

bool is_header(std::string_view name, std::string_view value) {
  return is_token(name) && !has_control_characters(value);
}

std::string_view status_name(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    default: return "";
  }
}

std::string write_message(const std::string& start_line, const HttpHeaders& headers,
                          std::string_view body) {
  std::string text = start_line;
  text += kLineEnd;
  for (const auto& [name, value] : headers) {
    text.append(name).append(": ").append(value).append(kLineEnd);
  }
  return text.append(kLineEnd).append(body);
}

// ---- HttpReader ------------------------------------------------------------------------------

std::size_t HttpReader::feed(std::string_view bytes) {
  if (state_ == State::body) return feed_body(bytes);
  if (state_ != State::head) return 0;
  // The end of the head may have begun with the piece before.
  const std::size_t before = text_.size();
  text_.append(bytes.substr(0, max_head_ + kHeadEnd.size() - std::min(before, max_head_)));
  // What is no HTTP at all, as TLS to a plain port, is told so at once.
  if (!text_.empty() && !is_token(text_.substr(0, 1))) {
    state_ = State::malformed;
    return bytes.size();
  }
  const std::size_t end =
      text_.find(kHeadEnd, before < kHeadEnd.size() ? 0 : before - kHeadEnd.size());
  if (end == std::string::npos || end > max_head_) {
    if (text_.size() > max_head_) state_ = State::head_too_big;
    return bytes.size();
  }
  const std::string head = std::move(text_).substr(0, end);
  text_ = std::string();
  read_head(head);
  const std::size_t taken = end + kHeadEnd.size() - before;
  return state_ == State::body ? taken + feed_body(bytes.substr(taken)) : taken;
}

void HttpReader::finish() {
  if (state_ == State::body && until_end_) state_ = State::complete;
}

void HttpReader::read_head(std::string_view head) {
  state_ = State::malformed;
  for (bool first = true; !head.empty() || first; first = false) {
    const std::size_t end = std::min(head.find(kLineEnd), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + kLineEnd.size(), head.size()));
    if (first ? !read_start_line(line) : !read_header(line)) return;
  }
  prepare_body();
}

bool HttpReader::read_start_line(std::string_view line) {
  if (has_control_characters(line)) return false;
  for (std::size_t index = 0; index < 3; ++index) {
    const std::size_t end = index == 2 ? line.size() : std::min(line.find(' '), line.size());
    parts_[index] = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  const std::string& version = parts_[kind_ == Kind::request ? 2 : 0];
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return false;
  if (kind_ == Kind::request) return is_token(parts_[0]) && !parts_[1].empty();
  return parts_[1].size() == 3 && parts_[1].find_first_not_of("0123456789") == std::string::npos;
}

bool HttpReader::read_header(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (!is_header(name, value)) return false;
  headers_.emplace_back(name, value);
  return true;
}

void HttpReader::prepare_body() {
  if (find_header(headers_, "Transfer-Encoding") != nullptr) {
    state_ = State::not_supported;
    return;
  }
  const std::string* const length = find_header(headers_, "Content-Length");
  if (length == nullptr) {
    until_end_ = kind_ == Kind::response;
    state_ = until_end_ ? State::body : State::complete;
    return;
  }
  for (const auto& [name, value] : headers_) {
    if (is_same_name(name, "Content-Length") && value != *length) return;  // malformed
  }
  const char* const end = length->data() + length->size();
  const auto [rest, error] = std::from_chars(length->data(), end, body_size_);
  if (rest != end || length->empty()) return;  // malformed
  if (error == std::errc::result_out_of_range || body_size_ > max_body_) {
    state_ = State::body_too_big;
  } else {
    state_ = body_size_ == 0 ? State::complete : State::body;
  }
}

std::size_t HttpReader::feed_body(std::string_view bytes) {
  const std::size_t size =
      until_end_ ? bytes.size() : std::min(bytes.size(), body_size_ - body_.size());
  if (body_.size() + size > max_body_) {
    state_ = State::body_too_big;
    return size;
  }
  body_.append(bytes.substr(0, size));
  if (!until_end_ && body_.size() == body_size_) state_ = State::complete;
  return size;
}

}  // namespace fishtank::net
