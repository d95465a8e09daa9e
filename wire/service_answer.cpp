#include <array>
#include <cassert>

#include "wire/json_node.hpp"
#include "wire/json_writer.hpp"
#include "wire/protocol_constants.hpp"
#include "wire/service_codec.hpp"

namespace fishtank::wire {
namespace {

using core::ServiceOutcome;

struct Ret {
  std::string_view text;  ///< what an answer says
  std::string_view key;   ///< what of it is enough to be recognised
  ServiceOutcome outcome;
};

/// The server's own words, its spelling included (protocol.md 5). The first of an outcome is what
/// is encoded.
constexpr std::array kRets = {
    Ret{"SUCCESS::调用成功", "SUCCESS::调用成功", ServiceOutcome::success},
    Ret{"FAIL_SYS_TOKEN_EXOIRED::令牌过期", "FAIL_SYS_TOKEN_EXOIRED",
        ServiceOutcome::token_expired},
    Ret{"FAIL_SYS_SESSION_EXPIRED::Session过期", "FAIL_SYS_SESSION_EXPIRED",
        ServiceOutcome::session_expired},
    Ret{"FAIL_SYS_USER_VALIDATE", "FAIL_SYS_USER_VALIDATE", ServiceOutcome::captcha},
    Ret{"RGV587_ERROR::SM::哎哟喂,被挤爆啦,请稍后重试", "RGV587_ERROR", ServiceOutcome::captcha},
    Ret{"FAIL_SYS_ILLEGAL_ACCESS::非法请求", "FAIL_SYS_ILLEGAL_ACCESS", ServiceOutcome::failure},
};

constexpr std::string_view kCaptchaUrl =
    "https://h5api.m.goofish.com/_____tmd_____/punish?x5secdata=captcha";

/// All texts of an outcome as a JSON array.
std::string ret_json(ServiceOutcome outcome) {
  std::string json;
  for (const Ret& ret : kRets) {
    if (ret.outcome != outcome) continue;
    json += json_text(json.empty() ? "[" : ",", Quoted{ret.text});
  }
  assert(!json.empty() && "no_answer is no answer");
  return json + "]";
}

/// Of several `ret` entries the first that is known decides.
ServiceOutcome read_ret(const JsonNode& entries) {
  ServiceOutcome outcome = ServiceOutcome::failure;
  bool known = false;
  entries.for_each([&](const JsonNode& entry) {
    const std::string_view text = entry.text();
    for (const Ret& ret : kRets) {
      if (known || text.find(ret.key) == std::string_view::npos) continue;
      outcome = ret.outcome;
      known = true;
    }
  });
  return outcome;
}

HttpResponse json_response(std::string body, const std::vector<std::string>& set_cookies) {
  HttpResponse response{
      .status = 200, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
  for (const std::string& value : set_cookies) response.headers.emplace_back("Set-Cookie", value);
  return response;
}

/// Reads the body of an answer by `read(root, answer)`; anything wrong with it makes a failure of
/// it.
template <typename Read>
ServiceAnswer read_answer(const HttpResponse& response, Read read) {
  ServiceAnswer answer{.outcome = ServiceOutcome::failure,
                       .token = {},
                       .set_cookies = all_headers(response.headers, "Set-Cookie")};
  if (response.status != 200) return answer;
  Failure failure;
  JsonParser parser;
  read(parser.parse(response.body, failure), answer);
  if (failure) {
    answer.outcome = ServiceOutcome::failure;
    answer.token.clear();
  }
  return answer;
}

}  // namespace

HttpResponse to_http_token_answer(const ServiceAnswer& answer) {
  std::string data = "{}";
  if (answer.outcome == ServiceOutcome::success) {
    data = json_text(R"({"accessToken":)", Quoted{answer.token},
                     R"(,"accessTokenExpiredTime":"86400000","refreshToken":)",
                     Quoted{answer.token}, "}");
  } else if (answer.outcome == ServiceOutcome::captcha) {
    data = json_text(R"({"url":)", Quoted{kCaptchaUrl}, "}");
  }
  return json_response(json_text(R"({"api":")", kTokenApi, R"(","v":"1.0","ret":)",
                                 ret_json(answer.outcome), R"(,"data":)", data, "}"),
                       answer.set_cookies);
}

HttpResponse to_http_login_answer(const ServiceAnswer& answer) {
  const bool success = answer.outcome == ServiceOutcome::success;
  return json_response(
      json_text(R"({"content":{"success":)", success ? "true" : "false", R"(},"hasError":)",
                success ? "false" : "true", R"(,"ret":)", ret_json(answer.outcome), "}"),
      answer.set_cookies);
}

ServiceAnswer read_token_answer(const HttpResponse& response) {
  return read_answer(response, [](const JsonNode& root, ServiceAnswer& answer) {
    answer.outcome = read_ret(root.member("ret"));
    if (answer.outcome != ServiceOutcome::success) return;
    answer.token = root.member("data").member("accessToken").text();
  });
}

ServiceAnswer read_login_answer(const HttpResponse& response) {
  return read_answer(response, [](const JsonNode& root, ServiceAnswer& answer) {
    if (root.member("content").member("success").flag()) {
      answer.outcome = ServiceOutcome::success;
      return;
    }
    const JsonNode ret = root.member("ret");
    if (ret.exists()) answer.outcome = read_ret(ret);
    // `content.success` has the last word on success.
    if (answer.outcome == ServiceOutcome::success) answer.outcome = ServiceOutcome::failure;
  });
}

}  // namespace fishtank::wire
