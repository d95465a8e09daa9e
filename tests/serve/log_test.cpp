#include "serve/log.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "plan/scenario.hpp"
#include "trace/vocabulary.hpp"

namespace fishtank::serve {

namespace {

using trace::Record;
using trace::RecordKind;

plan::Plan plan_with(std::string_view line) {
  const std::string text = "name: x\ntimeline: [{at: 1s, " + std::string(line) + "}]";
  return std::get<plan::ScenarioFile>(plan::load(text, "x", trace::vocabulary()))
      .variants.front()
      .plan;
}

class Log : public testing::Test {
 protected:
  Log() { book_.came(book_.visitor_of({})); }

  std::optional<std::string> words(const Record& record, Detail detail) const {
    return words_of(record, plan_, detail);
  }

  VisitorBook book_;
  plan::Plan plan_ = plan_with("fault: drop");
};

Record record(RecordKind kind) {
  return {.at = core::kStart + core::milliseconds(12'345), .client = 0, .kind = kind};
}

}  // namespace

TEST_F(Log, SaysWhatHappened) {
  EXPECT_EQ(words(record(RecordKind::server_kicked), Detail::important), "was kicked");
}

TEST_F(Log, TellsOfHeartbeatsOnlyIfAllIsAskedFor) {
  const Record heartbeat = record(RecordKind::server_received);
  EXPECT_EQ(words(heartbeat, Detail::important), std::nullopt);
  EXPECT_NE(words(heartbeat, Detail::all), std::nullopt);
}

TEST_F(Log, NamesTheFault) {
  Record begins = record(RecordKind::fault_started);
  begins.fault = 1;
  EXPECT_EQ(words(begins, Detail::important), "fault drop begins");
}

TEST_F(Log, TellsOfEachRoundOfAFaultOnce) {
  plan_ = plan_with("fault: flap, times: 2");  // each round is a cut and a refusal
  std::string told;
  for (std::uint64_t step = 0; step < 4; ++step) {
    for (const RecordKind kind : {RecordKind::fault_started, RecordKind::fault_ended}) {
      Record one = record(kind);
      one.b = step;
      one.fault = 1;
      const auto text = words(one, Detail::important);
      if (text) told += *text + ", ";
    }
  }
  EXPECT_EQ(told, "fault flap begins, fault flap ends, fault flap goes on, fault flap ends, ");
}

TEST_F(Log, TellsWithWhichStatusAnUpgradeWasTurnedAway) {
  Record away = record(RecordKind::server_turned_away);
  away.b = 503;
  EXPECT_EQ(words(away, Detail::important), "was turned away with HTTP status 503");
}

TEST_F(Log, TellsAHostThatIsGoneFromACloseThatNobodyAnswers) {
  EXPECT_EQ(text_of(net::Ending{net::CloseCause::timed_out, 1006, ""}),
            "its host does not answer any more (TCP gave up)");
  EXPECT_EQ(text_of(net::Ending{net::CloseCause::close_unanswered, 1006, ""}),
            "no answer to the server's close");
}

TEST_F(Log, IsJsonForPrograms) {
  const auto json = nlohmann::json::parse(json_of(record(RecordKind::server_registered), book_));
  EXPECT_EQ(json["at_ns"], 12'345'000'000);
  EXPECT_EQ(json["visitor"], "visitor-1");
  EXPECT_EQ(json["kind"], "server_registered");
}

TEST_F(Log, NamesNoVisitorForALineOfTheTimeline) {
  const auto json = nlohmann::json::parse(json_of(record(RecordKind::action), book_));
  EXPECT_FALSE(json.contains("visitor")) << "a push may come before anybody does";
}

TEST(LogText, TellsHowAConnectionEnded) {
  EXPECT_EQ(text_of({.cause = net::CloseCause::close_frame, .code = 1000, .reason = {}}),
            "it closed with code 1000");
  EXPECT_EQ(text_of({.cause = net::CloseCause::reset, .code = 1006, .reason = {}}), "reset (RST)");
}

}  // namespace fishtank::serve
