#include <gtest/gtest.h>

#include <string>

#include "wire/frame_codec.hpp"

namespace fishtank::wire {
namespace {

std::string text_of(const core::Frame& frame) {
  std::string text;
  encode(frame, text);
  return text;
}

TEST(FrameEncode, AppendsToWhatIsThere) {
  std::string text = "before ";
  encode(core::Heartbeat{"5321760000015000 0"}, text);
  EXPECT_EQ(text, R"(before {"lwp":"/!","headers":{"mid":"5321760000015000 0"}})");
}

TEST(FrameEncode, WritesARegistration) {
  const std::string text =
      text_of(core::Register{"171760000000001 0", "oauth_k1:madeup",
                             "0A1B2C3D-4E5F-4A6B-8C7D-0E1F2A3B4C5D-2200000000002"});
  EXPECT_EQ(text,
            R"({"lwp":"/reg","headers":{"cache-header":"app-key token ua wv",)"
            R"("app-key":"444e9908a51d1cb236a27862abc769c9","token":"oauth_k1:madeup",)"
            R"("ua":"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like )"
            R"(Gecko) Chrome/133.0.0.0 Safari/537.36 DingTalk(2.1.5) OS(Windows/10) )"
            R"(Browser(Chrome/133.0.0.0) DingWeb/2.1.5 IMPaaS DingWeb/2.1.5",)"
            R"("dt":"j","wv":"im:3,au:3,sy:6","sync":"0,0;0;0;",)"
            R"("did":"0A1B2C3D-4E5F-4A6B-8C7D-0E1F2A3B4C5D-2200000000002",)"
            R"("mid":"171760000000001 0"}})");
}

TEST(FrameEncode, WritesTheStateExchange) {
  EXPECT_EQ(text_of(core::GetState{"91760000000100 0"}),
            R"({"lwp":"/r/SyncStatus/getState","headers":{"mid":"91760000000100 0"},)"
            R"("body":[{"topic":"sync"}]})");
  EXPECT_EQ(text_of(core::AckDiff{"881760000001000 0", 1760000001000000, 1760000001000}),
            R"({"lwp":"/r/SyncStatus/ackDiff","headers":{"mid":"881760000001000 0"},)"
            R"("body":[{"pipeline":"sync","tooLong2Tag":"PNM,1","channel":"sync","topic":"sync",)"
            R"("highPts":0,"pts":1760000001000000,"seq":0,"timestamp":1760000001000}]})");
}

TEST(FrameEncode, WritesChatRequests) {
  const core::NewConversation conversation{"2200000000001", "2200000000002", "800000000001"};
  EXPECT_EQ(text_of(core::CreateConversation{"1 0", conversation}),
            R"({"lwp":"/r/SingleChatConversation/create","headers":{"mid":"1 0"},"body":[{)"
            R"("pairFirst":"2200000000001@goofish","pairSecond":"2200000000002@goofish",)"
            R"("bizType":"1","extension":{"itemId":"800000000001"},)"
            R"("ctx":{"appVersion":"1.0","platform":"web"}}]})");
  const core::OutgoingText text{"-17600000020001", "50000000001@goofish", "2200000000001",
                                "2200000000002", "hi"};
  EXPECT_EQ(text_of(core::SendText{"2 0", text}),
            R"({"lwp":"/r/MessageSend/sendByReceiverScope","headers":{"mid":"2 0"},"body":[)"
            R"({"uuid":"-17600000020001","cid":"50000000001@goofish","conversationType":1,)"
            R"("content":{"contentType":101,"custom":{"type":1,)"
            R"("data":"eyJjb250ZW50VHlwZSI6MSwidGV4dCI6eyJ0ZXh0IjoiaGkifX0="}},)"
            R"("redPointPolicy":0,"extension":{"extJson":"{}"},)"
            R"("ctx":{"appVersion":"1.0","platform":"web"},"mtags":{},"msgReadStatusSetting":1},)"
            R"({"actualReceivers":["2200000000001@goofish","2200000000002@goofish"]}]})");
}

TEST(FrameEncode, WritesListRequests) {
  EXPECT_EQ(text_of(core::ListConversations{"1 0", 9007199254740991, 20}),
            R"({"lwp":"/r/Conversation/listNewestPagination","headers":{"mid":"1 0"},)"
            R"("body":[9007199254740991,20]})");
  EXPECT_EQ(text_of(core::ListMessages{"2 0", "50000000001@goofish", 9007199254740991, 20}),
            R"({"lwp":"/r/MessageManager/listUserMessages","headers":{"mid":"2 0"},)"
            R"("body":["50000000001@goofish",false,9007199254740991,20,false]})");
}

TEST(FrameEncode, WritesAcksWithTheDeviceOnlyWhenItIsEchoed) {
  EXPECT_EQ(text_of(core::Ack{"84a4001c 0", "2100aa", false}),
            R"({"code":200,"headers":{"mid":"84a4001c 0","sid":"2100aa"}})");
  const std::string echo = text_of(core::Ack{"84a4001c 0", "2100aa", true});
  EXPECT_NE(echo.find(R"("app-key":"444e9908a51d1cb236a27862abc769c9","ua":"Mozilla/5.0)"),
            std::string::npos);
}

TEST(FrameEncode, WritesResponses) {
  EXPECT_EQ(text_of(core::Response{"5321760000015000 0", "2100aa", 200, {}}),
            R"({"code":200,"headers":{"mid":"5321760000015000 0","sid":"2100aa"}})");
  EXPECT_EQ(text_of(core::Response{"1 0", "2100aa", 401,
                                   core::ResponseBody(core::Refusal{"invalid token"})}),
            R"({"code":401,"headers":{"mid":"1 0","sid":"2100aa"},)"
            R"("body":{"reason":"invalid token"}})");
  EXPECT_EQ(text_of(core::Response{"1 0", "2100aa", 200,
                                   core::ResponseBody(core::Registered{1760000000050})}),
            R"({"code":200,"headers":{"mid":"1 0","sid":"2100aa"},"body":{"unitName":"PNM",)"
            R"("cookie":"","timestamp":1760000000050,"isFromChina":true}})");
}

TEST(FrameEncode, WritesARowOfAConversationList) {
  const core::ConversationPage page{
      false,
      0,
      {{"50000000001@goofish", "2200000000001", "2200000000002", "800000000001", 1760000000000}}};
  EXPECT_EQ(text_of(core::Response{"1 0", "s", 200, core::ResponseBody(page)}),
            R"({"code":200,"headers":{"mid":"1 0","sid":"s"},"body":{"hasMore":0,"nextCursor":0,)"
            R"("userConvs":[{"type":1,"singleChatUserConversation":{"visible":1,"modifyTime":0,)"
            R"("redPoint":0,"joinTime":0,"topRank":0,"muteNotification":0,"lastMessage":{},)"
            R"("user_extension":{},"singleChatConversation":{"cid":"50000000001@goofish",)"
            R"("pairFirst":"2200000000001@goofish","pairSecond":"2200000000002@goofish",)"
            R"("bizType":"1","extension":{"itemId":"800000000001"},"createAt":1760000000000,)"
            R"("msgReadStatusSetting":1}}}]}})");
}

TEST(FrameEncode, WritesTheWholeSyncPackage) {
  core::ChatMessage chat;
  chat.conversation = "50000000001@goofish";
  chat.created_ms = 1760000000123;
  const std::vector<core::PushItem> items = {chat, core::Undecodable{"AA=="}};
  const std::string text = text_of(core::Push{"84a4001c 0", "2100aa", core::PushPath::sync, items});
  EXPECT_TRUE(text.starts_with(
      R"({"lwp":"/s/sync","headers":{"app-key":"444e9908a51d1cb236a27862abc769c9",)"
      R"("mid":"84a4001c 0","ua":"Mozilla/5.0)"));
  EXPECT_NE(text.find(R"("sid":"2100aa"},"body":{"syncPushPackage":{"maxHighPts":0,"startSeq":1,)"
                      R"("endSeq":2,"minCreateTime":1760000000123,"data":[{"bizType":40,"data":")"),
            std::string::npos);
  EXPECT_TRUE(text.ends_with(
      R"({"bizType":40,"data":"AA==","streamId":"40","objectType":40000}],)"
      R"("maxPts":1760000000123000,"hasMore":0,"timestamp":1760000000123},)"
      R"("syncExtensionModel":{"reconnectType":0,"failover":0,"fingerprint":-900000000}}})"));
}

TEST(FrameEncode, LabelsEachKindOfItem) {
  const auto label_of_only = [](core::PushItem item) {
    const std::string text =
        text_of(core::Push{"1 0", "s", core::PushPath::para, std::vector{std::move(item)}});
    const std::size_t begin = text.find(R"("streamId")");
    return text.substr(begin, text.find('}', begin) - begin);
  };
  EXPECT_EQ(label_of_only(core::ChatMessage{}), R"("streamId":"40","objectType":40000)");
  EXPECT_EQ(label_of_only(core::Typing{}), R"("streamId":"40","objectType":40006)");
  EXPECT_EQ(label_of_only(core::ReadReceipt{}), R"("streamId":"40","objectType":40103)");
  EXPECT_EQ(label_of_only(core::SystemNotice{}), R"("streamId":"370","objectType":370000)");
}

TEST(FrameEncode, MarksTheBacklogAsSuch) {
  const std::string text = text_of(core::Push{"1 0", "s", core::PushPath::vulcan, {}});
  EXPECT_TRUE(text.ends_with(
      R"("body":{"syncExtensionModel":{"reconnectType":1,"failover":0,"fingerprint":-900000000},)"
      R"("syncExtraType":{"type":3}}})"));
}

TEST(FrameEncode, WritesKicksAndApplicationPings) {
  EXPECT_EQ(text_of(core::Kick{"84a4001c 0", "2100aa", core::KickPath::kickout_v2}),
            R"({"lwp":"/push/kickoutV2","headers":{"mid":"84a4001c 0","sid":"2100aa"},"body":{}})");
  EXPECT_EQ(text_of(core::AppPing{}), R"({"type":"ping"})");
  EXPECT_EQ(text_of(core::AppPong{}), R"({"type":"pong"})");
}

}  // namespace
}  // namespace fishtank::wire
