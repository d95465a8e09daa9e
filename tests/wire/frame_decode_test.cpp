#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "wire/frame_codec.hpp"

namespace fishtank::wire {
namespace {

using testing::HasSubstr;

Decoded from_client(std::string_view text) { return Decoder().from_client(text); }
Decoded from_server(std::string_view text) { return Decoder().from_server(text); }

Decoded frame(core::Frame value) { return value; }

/// The error that the text gives; a failure of the test if it gives none.
DecodeError error_of(const Decoded& decoded) {
  if (const auto* error = std::get_if<DecodeError>(&decoded)) return *error;
  ADD_FAILURE() << "decoded to a frame";
  return {};
}

TEST(FrameDecode, ReadsARegistrationWithHeadersInAnyOrder) {
  EXPECT_EQ(
      from_client(R"({"headers":{"mid":"1 0","did":"D-2","ua":"x","token":"T"},"lwp":"/reg"})"),
      frame(core::Register{"1 0", "T", "D-2"}));
}

TEST(FrameDecode, ReadsThePairThatACallerSortedAndAnItemThatIsMissing) {
  EXPECT_EQ(from_client(R"({"lwp":"/r/SingleChatConversation/create","headers":{"mid":"1 0"},)"
                        R"("body":[{"pairFirst":"1@goofish","pairSecond":"2@goofish"}]})"),
            frame(core::CreateConversation{"1 0", core::NewConversation{"1", "2", ""}}));
}

TEST(FrameDecode, ReadsAnImageAsAMessageWithoutText) {
  // {"contentType":2,"image":{"pics":[]}}
  EXPECT_EQ(
      from_client(R"({"lwp":"/r/MessageSend/sendByReceiverScope","headers":{"mid":"1 0"},"body":[)"
                  R"({"uuid":"-1","cid":"c@goofish","content":{"custom":{"type":2,"data":)"
                  R"("eyJjb250ZW50VHlwZSI6MiwiaW1hZ2UiOnsicGljcyI6W119fQ=="}}},)"
                  R"({"actualReceivers":["1@goofish","2@goofish"]}]})"),
      frame(core::SendText{"1 0", core::OutgoingText{"-1", "c@goofish", "1", "2", ""}}));
}

TEST(FrameDecode, ReadsAnUnknownRequestByItsPath) {
  EXPECT_EQ(from_client(R"({"lwp":"/r/MessageManager/recallMessage","headers":{"mid":"1 0"},)"
                        R"("body":["3500000000001.PNM"]})"),
            frame(core::OtherRequest{"1 0", "/r/MessageManager/recallMessage"}));
}

TEST(FrameDecode, TellsWhetherAnAckEchoesTheDevice) {
  EXPECT_EQ(from_client(R"({"code":200,"headers":{"mid":"m","sid":"s"}})"),
            frame(core::Ack{"m", "s", false}));
  EXPECT_EQ(from_client(R"({"code":200,"headers":{"mid":"m","sid":"s","app-key":"k","ua":"u"}})"),
            frame(core::Ack{"m", "s", true}));
}

TEST(FrameDecode, TakesTheSameTextForAnAckOrAResponseByWhoSentIt) {
  const std::string_view text = R"({"code":200,"headers":{"mid":"m","sid":"s"}})";
  EXPECT_EQ(from_client(text), frame(core::Ack{"m", "s", false}));
  EXPECT_EQ(from_server(text), frame(core::Response{"m", "s", 200, {}}));
}

TEST(FrameDecode, TakesTheSamePathForARequestOrAPushByWhoSentIt) {
  EXPECT_EQ(from_server(R"({"lwp":"/!","headers":{"mid":"m"}})"),
            frame(core::OtherPush{"m", "", "/!"}));
  EXPECT_EQ(from_client(R"({"lwp":"/s/sync","headers":{"mid":"m"}})"),
            frame(core::OtherRequest{"m", "/s/sync"}));
}

TEST(FrameDecode, ReadsTheCapturedAnswerToARegistration) {
  EXPECT_EQ(from_server(R"({"code":200,"headers":{"mid":"171760000000001 0","sid":"2100aa",)"
                        R"("reg-sid":"2100aa","reg-uid":"2200000000002@goofish","dt":"j",)"
                        R"("real-ip":"127.0.0.1"},"body":{"unitName":"PNM","cookie":"",)"
                        R"("timestamp":1760000000050,"isFromChina":true}})"),
            frame(core::Response{"171760000000001 0", "2100aa", 200,
                                 core::ResponseBody(core::Registered{1760000000050})}));
}

TEST(FrameDecode, ReadsTheGoldenHistory) {
  // {"contentType":1,"text":{"text":"hi"}}
  EXPECT_EQ(
      from_server(
          R"({"code":200,"headers":{"mid":"m"},"body":{"hasMore":1,"nextCursor":1759999999000,)"
          R"("userMessageModels":[{"message":{"extension":{"reminderTitle":"买家甲",)"
          R"("senderUserId":"2200000000001"},"content":{"custom":{)"
          R"("data":"eyJjb250ZW50VHlwZSI6MSwidGV4dCI6eyJ0ZXh0IjoiaGkifX0="}}}}]}})"),
      frame(core::Response{"m", "", 200,
                           core::ResponseBody(core::HistoryPage{
                               true, 1759999999000, {{"2200000000001", "买家甲", "hi"}}})}));
}

TEST(FrameDecode, ReadsABodyOfUnknownFieldsAsEmpty) {
  EXPECT_EQ(from_server(R"({"code":200,"headers":{"mid":"m"},"body":{"code":"400600001"}})"),
            frame(core::Response{"m", "", 200, core::ResponseBody(core::EmptyBody{})}));
}

TEST(FrameDecode, ReadsEveryItemOfAPackageThoughOneIsBroken) {
  const std::vector<core::PushItem> items = {core::Undecodable{}, core::Undecodable{"!"},
                                             core::Typing{"2200000000001@goofish"}};
  EXPECT_EQ(from_server(R"({"lwp":"/s/para","headers":{"mid":"m","sid":"s"},"body":{)"
                        R"("syncPushPackage":{"data":[{"data":5},{"data":"!"},)"
                        R"({"data":"gQGRggG1MjIwMDAwMDAwMDAwMUBnb29maXNoAgE="}]}}})"),
            frame(core::Push{"m", "s", core::PushPath::para, items}));
}

TEST(FrameDecode, ReadsApplicationPingsOnlyFromTheServerAndPongsOnlyFromTheClient) {
  EXPECT_EQ(from_server(R"({"type":"ping"})"), frame(core::AppPing{}));
  EXPECT_EQ(from_client(R"({"type":"pong"})"), frame(core::AppPong{}));
  EXPECT_EQ(error_of(from_client(R"({"type":"ping"})")).kind, DecodeErrorKind::unknown_shape);
  EXPECT_EQ(error_of(from_server(R"({"type":"pong"})")).kind, DecodeErrorKind::unknown_shape);
}

TEST(FrameDecode, GoesByThePathWhenThereIsACodeToo) {
  EXPECT_EQ(from_client(R"({"code":200,"lwp":"/!","headers":{"mid":"m"}})"),
            frame(core::Heartbeat{"m"}));
}

TEST(FrameDecode, LetsTheLastOfDuplicateKeysCount) {
  EXPECT_EQ(from_client(R"({"lwp":"/reg","lwp":"/!","headers":{"mid":"a","mid":"b"}})"),
            frame(core::Heartbeat{"b"}));
}

TEST(FrameDecode, TakesMissingHeadersAsEmpty) {
  EXPECT_EQ(from_client(R"({"lwp":"/!"})"), frame(core::Heartbeat{}));
  EXPECT_EQ(from_server(R"({"code":200})"), frame(core::Response{}));
}

TEST(FrameDecode, RefusesACodeThatIsNoNumber) {
  const DecodeError error = error_of(from_server(R"({"code":"200","headers":{"mid":"m"}})"));
  EXPECT_EQ(error.kind, DecodeErrorKind::wrong_type);
  EXPECT_EQ(error.message, R"("code" must be a whole number of 64 bits)");
}

TEST(FrameDecode, NamesTheFieldThatIsMissing) {
  const DecodeError error =
      error_of(from_client(R"({"lwp":"/reg","headers":{"mid":"m","did":"D"}})"));
  EXPECT_EQ(error.kind, DecodeErrorKind::missing);
  EXPECT_EQ(error.message, R"("token" is missing and must be a string)");
}

TEST(FrameDecode, RefusesFieldsOfTheWrongType) {
  for (
      const std::string_view text : {
          R"({"lwp":7,"headers":{"mid":"m"}})",
          R"({"lwp":"/!","headers":{"mid":7}})",
          R"({"lwp":"/!","headers":[]})",
          R"({"lwp":"/r/SyncStatus/ackDiff","headers":{"mid":"m"},"body":[{"pts":1.5,"timestamp":1}]})",
      }) {
    EXPECT_EQ(error_of(from_client(text)).kind, DecodeErrorKind::wrong_type) << text;
  }
  for (const std::string_view text : {
           R"({"code":200,"headers":{"mid":"m"},"body":[]})",
           R"({"code":200,"headers":{"mid":"m"},"body":{"pts":"1","timestamp":1}})",
           R"({"lwp":"/s/sync","headers":{"mid":"m"},"body":{"syncPushPackage":{"data":"x"}}})",
       }) {
    EXPECT_EQ(error_of(from_server(text)).kind, DecodeErrorKind::wrong_type) << text;
  }
}

TEST(FrameDecode, RefusesAnAckWithAnotherCode) {
  EXPECT_EQ(error_of(from_client(R"({"code":500,"headers":{"mid":"m"}})")).kind,
            DecodeErrorKind::wrong_value);
}

TEST(FrameDecode, RefusesACodeBeyond32Bits) {
  EXPECT_EQ(error_of(from_server(R"({"code":4294967496,"headers":{"mid":"m"}})")).kind,
            DecodeErrorKind::wrong_value);
}

TEST(FrameDecode, RefusesIdentifiersThatDoNotFit) {
  const std::string longest(core::Mid::capacity, 'm');
  EXPECT_EQ(from_client(R"({"lwp":"/!","headers":{"mid":")" + longest + R"("}})"),
            frame(core::Heartbeat{std::string_view(longest)}));
  const DecodeError error =
      error_of(from_client(R"({"lwp":"/!","headers":{"mid":")" + longest + R"(m"}})"));
  EXPECT_EQ(error.kind, DecodeErrorKind::too_long);
  EXPECT_EQ(error.message, R"("mid" is longer than 31 bytes)");
}

TEST(FrameDecode, RefusesWhatIsNoJsonObject) {
  EXPECT_EQ(error_of(from_client("")).kind, DecodeErrorKind::not_json);
  EXPECT_EQ(error_of(from_client(R"({"lwp":"/!")")).kind, DecodeErrorKind::not_json);
  EXPECT_EQ(error_of(from_client(R"({"lwp":"/!"} x)")).kind, DecodeErrorKind::not_json);
  EXPECT_EQ(error_of(from_client("{\"lwp\":\"\xff\"}")).kind, DecodeErrorKind::not_utf8);
  EXPECT_EQ(error_of(from_client("[1]")).kind, DecodeErrorKind::unknown_shape);
  EXPECT_EQ(error_of(from_client("{}")).kind, DecodeErrorKind::unknown_shape);
}

}  // namespace
}  // namespace fishtank::wire
