#include "serve/control.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>

#include "net/http_client.hpp"
#include "net/loop.hpp"
#include "trace/vocabulary.hpp"

namespace fishtank::serve {

namespace {

using testing::_;
using testing::HasSubstr;
using testing::Return;

class MockDesk : public Desk {
 public:
  MOCK_METHOD(std::optional<std::uint32_t>, inject, (plan::Event), (override));
  MOCK_METHOD(bool, heal, (std::uint32_t), (override));
  MOCK_METHOD(void, heal_all, (), (override));
  MOCK_METHOD(std::vector<AtWork>, at_work, (), (const, override));
  MOCK_METHOD(std::string, state, (), (const, override));
  MOCK_METHOD(std::string, last_trace, (std::size_t), (const, override));
  MOCK_METHOD(std::string, metrics, (), (const, override));
  MOCK_METHOD(void, stop, (), (override));
};

class ControlInterface : public testing::Test {
 protected:
  net::HttpResponse ask(const std::string& method, const std::string& target,
                        const std::string& body = "") {
    net::HttpResponse response;
    const net::HttpCall call(
        loop_, "http://127.0.0.1:" + std::to_string(control_.port()),
        {.method = method, .target = target, .headers = {}, .body = body, .peer = {}},
        std::chrono::seconds(20), true, [&](net::HttpResponse answer) {
          response = std::move(answer);
          loop_.stop();
        });
    loop_.run();
    return response;
  }

  testing::StrictMock<MockDesk> desk_;
  net::Loop loop_;
  Control control_{loop_, 0, desk_, trace::vocabulary()};
};

plan::Event event_of(std::string_view json) {
  auto read = read_event(json, trace::vocabulary());
  if (const auto* why = std::get_if<std::string>(&read)) {
    ADD_FAILURE() << *why;
    return {};
  }
  return std::get<plan::Event>(read);
}

std::string mistake_in(std::string_view json) {
  const auto read = read_event(json, trace::vocabulary());
  const auto* why = std::get_if<std::string>(&read);
  return why == nullptr ? "none" : *why;
}

}  // namespace

TEST(ReadEvent, TakesTheWordsOfScenarioFiles) {
  const plan::Event event = event_of(R"({"fault": "ping_silence", "for": "30s"})");
  const auto* use = std::get_if<plan::FaultUse>(&event.action);
  ASSERT_NE(use, nullptr);
  EXPECT_EQ(use->fault->name, "ping_silence");
  EXPECT_EQ(use->length, core::seconds(30));
}

TEST(ReadEvent, TakesMessages) {
  const plan::Event event = event_of(R"({"push": {"from": "buyer-1", "text": "在吗: \"ja\"\n"}})");
  EXPECT_NE(std::get_if<plan::PushAction>(&event.action), nullptr);
}

TEST(ReadEvent, TakesNoMomentSinceItIsNow) {
  EXPECT_THAT(mistake_in(R"({"at": "5m", "fault": "drop"})"), HasSubstr("happens now"));
}

TEST(ReadEvent, LetsAFaultLastForMoreThanADay) {
  EXPECT_EQ(mistake_in(R"({"fault": "ping_silence", "for": "48h"})"), "none");
}

TEST(ReadEvent, SaysWhatIsWrong) {
  EXPECT_THAT(mistake_in("drop"), HasSubstr("must be a JSON object"));
  EXPECT_THAT(mistake_in("[]"), HasSubstr("must be a JSON object"));
  EXPECT_THAT(mistake_in("{}"), HasSubstr("does not say what happens"));
  EXPECT_THAT(mistake_in(R"({"fault": "dorp"})"), HasSubstr("did you mean `drop`?"));
  EXPECT_THAT(mistake_in(R"({"fault": "drop", "hwo": "fin"})"), HasSubstr("did you mean `how`?"));
  EXPECT_THAT(mistake_in(R"({"fault": "mute", "for": 30})"), HasSubstr("has no unit"));
}

TEST_F(ControlInterface, SaysWhatThereIs) {
  const auto response = ask("GET", "/");
  EXPECT_EQ(response.status, 200);
  for (const char* page :
       {"/healthz", "/metrics", "/state", "/trace", "/faults", "/push", "/kick", "/stop"}) {
    EXPECT_THAT(response.body, HasSubstr(page));
  }
}

TEST_F(ControlInterface, AnswersWithTheNumberOfAFault) {
  EXPECT_CALL(desk_, inject(_)).WillOnce(Return(7));
  EXPECT_EQ(ask("POST", "/faults", R"({"fault": "drop"})").body, "{\"number\":7}\n");
}

TEST_F(ControlInterface, SaysThatItTakesNoMoreCommands) {
  EXPECT_CALL(desk_, inject(_)).WillOnce(Return(std::nullopt));
  EXPECT_EQ(ask("POST", "/faults", R"({"fault": "drop"})").status, 503);
}

TEST_F(ControlInterface, DoesNothingWithACommandThatIsWrong) {
  const auto response = ask("POST", "/faults", R"({"fault": "dorp"})");
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(response.body, HasSubstr("did you mean"));
}

TEST_F(ControlInterface, PushesAndKicksWithoutABodyToo) {
  EXPECT_CALL(desk_, inject(_)).Times(2).WillRepeatedly(Return(1));
  EXPECT_EQ(ask("POST", "/push").status, 200);
  EXPECT_EQ(ask("POST", "/kick").status, 200);
}

TEST_F(ControlInterface, KicksNobodyForAnotherFault) {
  EXPECT_CALL(desk_, inject(_)).Times(0);
  const auto response = ask("POST", "/kick", R"({"fault": "drop"})");
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(response.body, HasSubstr("/faults"));
}

TEST_F(ControlInterface, HealsByNumber) {
  EXPECT_CALL(desk_, heal(3)).WillOnce(Return(true)).WillOnce(Return(false));
  EXPECT_EQ(ask("DELETE", "/faults/3").status, 200);
  EXPECT_EQ(ask("DELETE", "/faults/3").status, 404);
  EXPECT_EQ(ask("DELETE", "/faults/x").status, 404);
}

TEST_F(ControlInterface, HealsAll) {
  EXPECT_CALL(desk_, heal_all());
  EXPECT_EQ(ask("DELETE", "/faults").status, 200);
}

TEST_F(ControlInterface, GivesAsMuchOfTheTraceAsIsAskedFor) {
  EXPECT_CALL(desk_, last_trace(100)).WillOnce(Return("[]"));
  EXPECT_CALL(desk_, last_trace(5)).WillOnce(Return("[]"));
  EXPECT_EQ(ask("GET", "/trace").status, 200);
  EXPECT_EQ(ask("GET", "/trace?last=5").status, 200);
  EXPECT_EQ(ask("GET", "/trace?last=x").status, 400);
}

TEST_F(ControlInterface, StopsWhenItIsTold) {
  EXPECT_CALL(desk_, stop());
  EXPECT_EQ(ask("POST", "/stop").status, 200);
}

TEST_F(ControlInterface, KnowsItsPagesAndMethods) {
  EXPECT_EQ(ask("GET", "/nowhere").status, 404);
  EXPECT_EQ(ask("POST", "/nowhere").status, 404);
  EXPECT_EQ(ask("PUT", "/faults").status, 405);
}

}  // namespace fishtank::serve
