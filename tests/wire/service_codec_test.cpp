#include "wire/service_codec.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <variant>

#include "tests/helpers/frame_generators.hpp"
#include "wire/signature.hpp"

namespace fishtank::wire {
namespace {

using core::ServiceOutcome;
using ReadRequest = std::variant<ServiceRequest, DecodeError>;

const TokenRequest kTokenRequest{
    .cookies = "unb=2200000000002; _m_h5_tk=0123456789abcdef0123456789abcdef_1760000000000",
    .device_id = "DEV-2200000000002",
    .time_ms = 1760000000000};

ReadRequest request(ServiceRequest value) { return value; }

DecodeErrorKind error_kind(const ReadRequest& read) {
  const auto* error = std::get_if<DecodeError>(&read);
  EXPECT_NE(error, nullptr);
  return error ? error->kind : DecodeErrorKind{};
}

HttpResponse token_response(std::string_view ret, std::string_view data) {
  return {.status = 200,
          .headers = {{"Content-Type", "application/json"}},
          .body = R"({"ret":[")" + std::string(ret) + R"("],"data":)" + std::string(data) + "}"};
}

TEST(Signature, IsThatOfTheVector) {
  EXPECT_EQ(sign("0123456789abcdef0123456789abcdef", 1760000000000,
                 R"({"appKey":"444e9908a51d1cb236a27862abc769c9","deviceId":"DEV-2200000000002"})"),
            "6941590d21e60b274d19c6f016d9fcd8");
}

TEST(Signature, TakesTheTokenFromTheCookieOrNone) {
  EXPECT_EQ(h5_token_of("unb=2; _m_h5_tk=abc_176; x=y"), "abc");
  EXPECT_EQ(h5_token_of("unb=2"), "");
}

TEST(TokenRequest, GoesOutSignedAsTheServiceWantsIt) {
  const HttpRequest http = to_http(kTokenRequest);
  const FormFields query = decode_form(http.query);
  EXPECT_EQ(http.method, "POST");
  EXPECT_EQ(http.path, "/h5/mtop.taobao.idlemessage.pc.login.token/1.0/");
  EXPECT_EQ(field(query, "sign"), "6941590d21e60b274d19c6f016d9fcd8");
  EXPECT_EQ(field(query, "appKey"), "34839810");
  EXPECT_EQ(field(query, "t"), "1760000000000");
  EXPECT_EQ(header(http.headers, "cookie"), kTokenRequest.cookies);
  EXPECT_EQ(http.body,
            "data=%7B%22appKey%22%3A%22444e9908a51d1cb236a27862abc769c9%22%2C%22deviceId%22%3A%22"
            "DEV-2200000000002%22%7D");
}

TEST(TokenRequest, IsRefusedWithAWrongSign) {
  HttpRequest http = to_http(kTokenRequest);
  http.headers = {{"Cookie", "_m_h5_tk=another_1"}};
  EXPECT_EQ(error_kind(read_service_request(http)), DecodeErrorKind::wrong_signature);
}

TEST(TokenRequest, IsRefusedWithAnotherAppKeyTimeMethodOrPath) {
  HttpRequest http = to_http(kTokenRequest);
  http.body = encode_form({{"data", R"({"appKey":"other","deviceId":"D"})"}});
  EXPECT_EQ(error_kind(read_service_request(http)), DecodeErrorKind::wrong_value);
  http = to_http(kTokenRequest);
  http.query = "t=soon";
  EXPECT_EQ(error_kind(read_service_request(http)), DecodeErrorKind::wrong_value);
  http = to_http(kTokenRequest);
  http.method = "GET";
  EXPECT_EQ(error_kind(read_service_request(http)), DecodeErrorKind::wrong_value);
  http = to_http(kTokenRequest);
  http.path = "/elsewhere";
  EXPECT_EQ(error_kind(read_service_request(http)), DecodeErrorKind::unknown_shape);
}

TEST(HasLoginRequest, RepeatsItsCookiesInTheForm) {
  const HasLoginRequest asked{"unb=22; cookie2=c2; cna=C; XSRF-TOKEN=x"};
  const HttpRequest http = to_http(asked);
  EXPECT_EQ(http.path + "?" + http.query, "/newlogin/hasLogin.do?appName=xianyu&fromSite=77");
  EXPECT_EQ(http.body, "hid=22&hsiz=c2&deviceId=C&_csrf_token=x&appName=xianyu&fromSite=77");
  EXPECT_EQ(read_service_request(http), request(asked));
}

RC_GTEST_PROP(ServiceRequest, IsReadAsItWasWritten, ()) {
  const TokenRequest token{*tests::any_text(), *tests::any_text(), *tests::any_int64()};
  RC_ASSERT(read_service_request(to_http(token)) == request(token));
  const PasswordLoginRequest login{*tests::any_text(), *tests::any_text()};
  RC_ASSERT(read_service_request(to_http(login)) == request(login));
}

RC_GTEST_PROP(ServiceAnswer, IsReadAsItWasWritten, ()) {
  const auto outcome =
      *rc::gen::element(ServiceOutcome::success, ServiceOutcome::failure, ServiceOutcome::captcha,
                        ServiceOutcome::session_expired, ServiceOutcome::token_expired);
  ServiceAnswer answer{
      outcome, {}, *rc::gen::container<std::vector<std::string>>(tests::any_text())};
  RC_ASSERT(read_login_answer(to_http_login_answer(answer)) == answer);
  if (outcome == ServiceOutcome::success) answer.token = *tests::any_text();
  RC_ASSERT(read_token_answer(to_http_token_answer(answer)) == answer);
}

TEST(ServiceAnswer, IsKnownByTheServersWords) {
  const auto outcome_of = [](std::string_view ret) {
    return read_token_answer(token_response(ret, R"({"accessToken":"T"})")).outcome;
  };
  EXPECT_EQ(outcome_of("SUCCESS::调用成功"), ServiceOutcome::success);
  EXPECT_EQ(outcome_of("FAIL_SYS_TOKEN_EXOIRED::令牌过期"), ServiceOutcome::token_expired);
  EXPECT_EQ(outcome_of("FAIL_SYS_SESSION_EXPIRED::Session过期"), ServiceOutcome::session_expired);
  EXPECT_EQ(outcome_of("FAIL_SYS_USER_VALIDATE"), ServiceOutcome::captcha);
  EXPECT_EQ(outcome_of("RGV587_ERROR::SM::哎哟喂,被挤爆啦,请稍后重试"), ServiceOutcome::captcha);
  EXPECT_EQ(outcome_of("FAIL_BIZ_SOMETHING::else"), ServiceOutcome::failure);
}

TEST(ServiceAnswer, IsAFailureWhenItMakesNoSense) {
  const ServiceAnswer failure{ServiceOutcome::failure, {}, {}};
  EXPECT_EQ(read_token_answer({.status = 502, .headers = {}, .body = "bad gateway"}), failure);
  EXPECT_EQ(read_token_answer({.status = 200, .headers = {}, .body = "<html>"}), failure);
  EXPECT_EQ(read_token_answer(token_response("SUCCESS::调用成功", "{}")), failure);
  EXPECT_EQ(read_login_answer({.status = 200, .headers = {}, .body = "{}"}), failure);
  EXPECT_EQ(
      read_login_answer({.status = 200,
                         .headers = {},
                         .body = R"({"content":{"success":false},"ret":["SUCCESS::调用成功"]})"}),
      failure);
}

TEST(ServiceAnswer, BringsTheFreshCookieOfAnExpiredToken) {
  const ServiceAnswer expired{ServiceOutcome::token_expired, {}, {"_m_h5_tk=new_1; Path=/"}};
  const HttpResponse http = to_http_token_answer(expired);
  EXPECT_EQ(header(http.headers, "set-cookie"), "_m_h5_tk=new_1; Path=/");
  EXPECT_NE(http.body.find("FAIL_SYS_TOKEN_EXOIRED::令牌过期"), std::string::npos);
}

RC_GTEST_PROP(Form, GivesAnyFieldsBack, ()) {
  const auto names = *rc::gen::container<std::vector<std::string>>(tests::any_text());
  FormFields fields;
  for (const std::string& name : names)
    fields.emplace_back(name, *rc::gen::arbitrary<std::string>());
  RC_ASSERT(decode_form(encode_form(fields)) == fields);
}

TEST(Form, ReadsPlusAsASpaceAndABrokenEscapeAsItStands) {
  EXPECT_EQ(decode_form("a=b+c&d=%&e=%4&f=%zz&g"),
            (FormFields{{"a", "b c"}, {"d", "%"}, {"e", "%4"}, {"f", "%zz"}, {"g", ""}}));
}

}  // namespace
}  // namespace fishtank::wire
