#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// HTTP as far as the token and login services need it (protocol.md 5): values without any
/// transport.
namespace fishtank::wire {

/// Names compare without regard to ASCII case; a name may occur more than once.
using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method;  ///< "POST"
  std::string path;    ///< "/h5/..."
  std::string query;   ///< without the question mark, percent-encoded
  HttpHeaders headers;
  std::string body;

  bool operator==(const HttpRequest&) const = default;
};

struct HttpResponse {
  int status = 200;
  HttpHeaders headers;
  std::string body;

  bool operator==(const HttpResponse&) const = default;
};

/// The value of the first header of that name, or empty.
std::string_view header(const HttpHeaders& headers, std::string_view name);

/// The values of all headers of that name, in order.
std::vector<std::string> all_headers(const HttpHeaders& headers, std::string_view name);

/// The value of a cookie in "key=value; key=value", or empty. Pairs are parted by exactly "; ", as
/// the Python clients part them.
std::string_view cookie(std::string_view cookies, std::string_view key);

/// Fields of a query or of an application/x-www-form-urlencoded body, decoded, in order.
using FormFields = std::vector<std::pair<std::string, std::string>>;

/// "a=1&b=%E5%9C%A8": all but letters, digits and "-_.~" is percent-encoded.
std::string encode_form(const FormFields& fields);

/// The reverse; `+` is a space, and a percent sign without two hex digits stands for itself.
FormFields decode_form(std::string_view text);

/// The value of the first field of that name, or empty.
std::string_view field(const FormFields& fields, std::string_view name);

}  // namespace fishtank::wire
