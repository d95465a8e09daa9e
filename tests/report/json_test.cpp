#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "report/report.hpp"
#include "tests/report/suite_example.hpp"

namespace fishtank {

namespace {

using Json = nlohmann::json;

TEST(JsonReport, GivesIntegersUnderNamesThatEndInTheirUnit) {
  const Json suite = Json::parse(report::json(tests::suite_example()));
  const Json& metrics = suite["cases"][0]["metrics"];
  EXPECT_EQ(metrics["reconnects"], 2);
  EXPECT_EQ(metrics["detection_latency.max_ns"], 31'000'000'000);
  EXPECT_EQ(metrics["heartbeat_success_rate_ppm"], 995'000);
  EXPECT_EQ(suite["simulated_ns"], 720'000'000'000);
}

TEST(JsonReport, GivesTheWatchListOfEachCaseAndOfAllTogether) {
  const Json suite = Json::parse(report::json(tests::suite_example()));
  for (const Json& of : {suite, suite["cases"][0]}) {
    const Json& watched = of["watch_list"];
    EXPECT_EQ(watched["heartbeat_success_rate_ppm"],
              Json({{"value", 995'000}, {"judgement", "good"}}));
    EXPECT_EQ(watched["connection_failures_per_day_milli"],
              Json({{"value", 7000}, {"judgement", "watch"}}));
    EXPECT_EQ(watched["mean_time_to_reconnect_ns"], Json({{"judgement", "nothing to tell"}}));
  }
  EXPECT_EQ(suite["metrics"]["reconnects"], 2);
}

TEST(JsonReport, SumsUpTheSuite) {
  const Json suite = Json::parse(report::json(tests::suite_example()));
  EXPECT_EQ(suite["scenarios"], 2);
  EXPECT_EQ(suite["passed"], 2);
  EXPECT_EQ(suite["failed"], 1);
}

TEST(JsonReport, LeavesOutWhatAFailureDoesNotHave) {
  const Json suite = Json::parse(report::json(tests::suite_example()));
  const Json& failures = suite["cases"][0]["failures"];
  EXPECT_EQ(failures[0]["line"], 14);
  EXPECT_EQ(failures[0]["at_ns"], 165'000'000'000);
  EXPECT_FALSE(failures[1].contains("line"));
  EXPECT_FALSE(failures[1].contains("at_ns"));
}

}  // namespace

}  // namespace fishtank
