#include "stage/service_http.hpp"

#include <gmock/gmock.h>

/// The services as HTTP.
namespace fishtank::stage {
namespace {

using core::ServiceOutcome;
using server_mock::ServiceKind;
using testing::Contains;
using testing::Pair;
using testing::StartsWith;

wire::HttpResponse answer(ServiceOutcome outcome) {
  return to_http(ServiceKind::token, {.outcome = outcome, .token = "t"});
}

/// goofish-client tries again only if the refusal brings one (protocol.md 5).
TEST(ServiceHttp, TheRefusalOfAnOldCookieBringsAFreshOne) {
  const auto cookie = Pair("Set-Cookie", StartsWith("_m_h5_tk="));
  EXPECT_THAT(answer(ServiceOutcome::token_expired).headers, Contains(cookie));
  EXPECT_THAT(answer(ServiceOutcome::success).headers, Not(Contains(cookie)));
}

TEST(ServiceHttp, AnswersAreReadAsTheyWereMeant) {
  const auto read = read_answer(ServiceKind::token, answer(ServiceOutcome::success));
  EXPECT_EQ(read.outcome, ServiceOutcome::success);
  EXPECT_EQ(read.token, "t");
}

}  // namespace
}  // namespace fishtank::stage
