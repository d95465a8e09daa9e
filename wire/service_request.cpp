#include <charconv>
#include <optional>

#include "wire/json_node.hpp"
#include "wire/json_writer.hpp"
#include "wire/protocol_constants.hpp"
#include "wire/service_codec.hpp"
#include "wire/signature.hpp"

namespace fishtank::wire {
namespace {

constexpr std::string_view kLoginQuery = "appName=xianyu&fromSite=77";

std::string token_data(std::string_view device_id) {
  return json_text(R"({"appKey":")", kAppKey, R"(","deviceId":)", Quoted{device_id}, "}");
}

HttpHeaders form_headers(std::string_view cookies) {
  HttpHeaders headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                         {"Origin", "https://www.goofish.com"}};
  if (!cookies.empty()) headers.emplace_back("Cookie", cookies);
  return headers;
}

FormFields token_query(const TokenRequest& request, std::string_view data) {
  return {{"jsv", "2.7.2"},
          {"appKey", std::string(kH5AppKey)},
          {"t", std::to_string(request.time_ms)},
          {"sign", sign(h5_token_of(request.cookies), request.time_ms, data)},
          {"v", "1.0"},
          {"type", "originaljson"},
          {"accountSite", "xianyu"},
          {"dataType", "json"},
          {"timeout", "20000"},
          {"api", std::string(kTokenApi)},
          {"sessionOption", "AutoLoginOnly"},
          {"spm_cnt", "a21ybx.im.0.0"},
          {"spm_pre", ""},
          {"log_id", ""}};
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string read_device_id(std::string_view data, Failure& failure) {
  JsonParser parser;
  const JsonNode root = parser.parse(data, failure);
  const JsonNode app_key = root.member("appKey");
  if (app_key.text() != kAppKey) {
    app_key.fail(DecodeErrorKind::wrong_value, "is not the app key of the web client");
  }
  return std::string(root.member("deviceId").text());
}

TokenRequest read_token_request(const HttpRequest& request, Failure& failure) {
  const FormFields query = decode_form(request.query);
  const FormFields form = decode_form(request.body);
  const std::string_view data = field(form, "data");
  const std::optional<std::int64_t> time_ms = whole_number(field(query, "t"));
  if (!time_ms) {
    failure.report(DecodeErrorKind::wrong_value, "the query's \"t\" must be a time in ms");
  }
  TokenRequest token{.cookies = std::string(header(request.headers, "Cookie")),
                     .device_id = read_device_id(data, failure),
                     .time_ms = time_ms.value_or(0)};
  if (field(query, "sign") != sign(h5_token_of(token.cookies), token.time_ms, data)) {
    failure.report(DecodeErrorKind::wrong_signature,
                   "the query's \"sign\" does not fit cookie, time and data");
  }
  return token;
}

ServiceRequest read_by_path(const HttpRequest& request, Failure& failure) {
  if (request.method != "POST") {
    failure.report(DecodeErrorKind::wrong_value, "the method must be POST");
  }
  if (request.path == kTokenPath) return read_token_request(request, failure);
  if (request.path == kHasLoginPath) {
    return HasLoginRequest{std::string(header(request.headers, "Cookie"))};
  }
  if (request.path == kPasswordLoginPath) {
    const FormFields form = decode_form(request.body);
    return PasswordLoginRequest{.account = std::string(field(form, "loginId")),
                                .password = std::string(field(form, "password2"))};
  }
  failure.report(DecodeErrorKind::unknown_shape, "no service has the path " + request.path);
  return {};
}

}  // namespace

HttpRequest to_http(const TokenRequest& request) {
  const std::string data = token_data(request.device_id);
  return {.method = "POST",
          .path = std::string(kTokenPath),
          .query = encode_form(token_query(request, data)),
          .headers = form_headers(request.cookies),
          .body = encode_form({{"data", data}})};
}

HttpRequest to_http(const HasLoginRequest& request) {
  const auto cookie_field = [&request](std::string_view key) {
    return std::string(cookie(request.cookies, key));
  };
  const FormFields form = {{"hid", cookie_field("unb")},
                           {"hsiz", cookie_field("cookie2")},
                           {"deviceId", cookie_field("cna")},
                           {"_csrf_token", cookie_field("XSRF-TOKEN")},
                           {"appName", "xianyu"},
                           {"fromSite", "77"}};
  return {.method = "POST",
          .path = std::string(kHasLoginPath),
          .query = std::string(kLoginQuery),
          .headers = form_headers(request.cookies),
          .body = encode_form(form)};
}

HttpRequest to_http(const PasswordLoginRequest& request) {
  return {.method = "POST",
          .path = std::string(kPasswordLoginPath),
          .query = std::string(kLoginQuery),
          .headers = form_headers(""),
          .body = encode_form({{"loginId", request.account}, {"password2", request.password}})};
}

std::variant<ServiceRequest, DecodeError> read_service_request(const HttpRequest& request) {
  Failure failure;
  ServiceRequest read = read_by_path(request, failure);
  if (failure) return failure.take();
  return read;
}

}  // namespace fishtank::wire
