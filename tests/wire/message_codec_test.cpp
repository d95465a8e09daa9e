#include "wire/message_codec.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <variant>

#include "tests/helpers/frame_generators.hpp"
#include "wire/base64.hpp"

namespace fishtank::wire {
namespace {

using namespace std::string_literals;

/// The golden vector of protocol.md 4.3, read by three independent clients.
constexpr std::string_view kGoldenChat =
    "ggGLAbUyMjAwMDAwMDAwMDAxQGdvb2Zpc2gCszUwMDAwMDAwMDAxQGdvb2Zpc2gDsTM1MDAwMDAwMDAwMDEuUE5NBAAFzw"
    "AAAZ"
    "nILMB7BoIBZQOFAaACpuWcqOWQlwOgBAEF2Sp7ImNvbnRlbnRUeXBlIjoxLCJ0ZXh0Ijp7InRleHQiOiLlnKjlkJcifX0H"
    "AggB"
    "CQAKhq9yZW1pbmRlckNvbnRlbnSm5Zyo5ZCXrXJlbWluZGVyVGl0bGWp5Lmw5a6255Syq3JlbWluZGVyVXJs2VZmbGVhbW"
    "Fya2"
    "V0Oi8vbWVzc2FnZV9jaGF0P2l0ZW1JZD04MDAwMDAwMDAwMDEmcGVlclVzZXJJZD0yMjAwMDAwMDAwMDAxJnNpZD01MDAw"
    "MDAw"
    "MDAwMaxzZW5kZXJVc2VySWStMjIwMDAwMDAwMDAwMatzZXNzaW9uVHlwZaExpmJpelRhZ9lBeyJzb3VyY2VJZCI6IlM6MS"
    "IsIm"
    "1lc3NhZ2VJZCI6IjAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwYTAxIn0MAQOBqG5lZWRQdXNopHRydWU=";

core::ChatMessage golden_chat() {
  return {.id = "3500000000001.PNM",
          .conversation = "50000000001@goofish",
          .sender = "2200000000001",
          .sender_name = "买家甲",
          .text = "在吗",
          .item = "800000000001",
          .created_ms = 1760000000123,
          .content_type = core::ContentType::text};
}

core::PushItem decoded(std::string_view data) { return ItemDecoder().decode(data); }

std::string base64(std::string_view bytes) {
  std::string text;
  append_base64(bytes, text);
  return text;
}

std::string bytes_of(std::string_view data) {
  std::string bytes;
  EXPECT_TRUE(decode_base64(data, bytes));
  return bytes;
}

core::PushItem undecodable(std::string_view data) { return core::Undecodable{std::string(data)}; }

TEST(MessageCodec, ReadsTheGoldenChat) {
  EXPECT_EQ(decoded(kGoldenChat), core::PushItem(golden_chat()));
}

TEST(MessageCodec, WritesTheGoldenChatWithTheMessageIdForTheOneIdItDoesNotKnow) {
  std::string golden = bytes_of(kGoldenChat);
  const std::string their_tag =
      "\xd9\x41{\"sourceId\":\"S:1\",\"messageId\":\"00000000000000000000000000000a01\"}";
  const std::string our_tag = "\xd9\x32{\"sourceId\":\"S:1\",\"messageId\":\"3500000000001.PNM\"}";
  const std::size_t at = golden.find(their_tag);
  ASSERT_NE(at, std::string::npos);
  golden.replace(at, their_tag.size(), our_tag);
  EXPECT_EQ(bytes_of(encode_item(golden_chat())), golden);
}

TEST(MessageCodec, WritesTimesAsUint64HoweverSmall) {
  core::ChatMessage chat = golden_chat();
  chat.created_ms = 7;
  EXPECT_NE(bytes_of(encode_item(chat)).find("\x05\xcf\0\0\0\0\0\0\0\x07"s), std::string::npos);
}

TEST(MessageCodec, MarksSystemMessagesAsNotToBePushed) {
  core::ChatMessage chat = golden_chat();
  chat.content_type = core::ContentType::system;
  EXPECT_NE(bytes_of(encode_item(chat))
                .find("\xa8needPush\xa5"
                      "false"),
            std::string::npos);
}

TEST(MessageCodec, ReadsAndWritesTheGoldenTyping) {
  const std::string golden = "gQGRggG1MjIwMDAwMDAwMDAwMUBnb29maXNoAgE=";
  const core::PushItem typing = core::Typing{"2200000000001@goofish"};
  EXPECT_EQ(decoded(golden), typing);
  EXPECT_EQ(encode_item(typing), golden);
}

TEST(MessageCodec, ReadsTypingWithFourFields) {
  const std::string bytes =
      "\x81\x01\x91\x84\x01\xb3"
      "50000000001@goofish\x02\x01\x03\x01\x04\xb5"
      "2200000000001@goofish";
  EXPECT_EQ(decoded(base64(bytes)), core::PushItem(core::Typing{"50000000001@goofish"}));
}

TEST(MessageCodec, ReadsAndWritesTheGoldenOrderStatus) {
  const std::string golden =
      "gwG1MjIwMDAwMDAwMDAwMUBnb29maXNoAgEDgatyZWRSZW1pbmRlcrLnrYnlvoXljZblrrblj5HotKc=";
  const core::PushItem status = core::OrderStatus{"2200000000001", "等待卖家发货"};
  EXPECT_EQ(decoded(golden), status);
  EXPECT_EQ(encode_item(status), golden);
}

TEST(MessageCodec, WritesAReceiptAsCaptured) {
  const core::ReadReceipt receipt{"3500000000001.PNM", "50000000001@goofish", 1760000000500};
  EXPECT_EQ(bytes_of(encode_item(receipt)),
            "\x86\x01\xb1"
            "3500000000001.PNM\x02\x02\x03\x00\x04\xb3"s
            "50000000001@goofish\x05\x01\x06\xcf\x00\x00\x01\x99\xc8\x2c\xc1\xf4"s);
}

TEST(MessageCodec, WritesASystemNoticeAsJson) {
  EXPECT_EQ(bytes_of(encode_item(core::SystemNotice{"50000000001", 1})),
            R"({"chatType":1,"operation":{"content":{"contentType":8,"sessionArouse":{}}},)"
            R"("sessionId":"50000000001"})");
}

TEST(MessageCodec, ReadsAChatThatIsJson) {
  const std::string json =
      R"({"1":{"2":"50000000001@goofish","5":7,"10":{"reminderContent":"hi","senderUserId":"22"}}})";
  core::ChatMessage chat;
  chat.conversation = "50000000001@goofish";
  chat.sender = "22";
  chat.text = "hi";
  chat.created_ms = 7;
  EXPECT_EQ(decoded(base64(json)), core::PushItem(chat));
}

TEST(MessageCodec, ReadsAnUnknownContentTypeAsText) {
  const std::string json =
      R"({"1":{"2":"c@goofish","6":{"3":{"4":99}},"10":{"reminderContent":"x","senderUserId":"2"}}})";
  const core::PushItem item = decoded(base64(json));
  ASSERT_TRUE(std::holds_alternative<core::ChatMessage>(item));
  EXPECT_EQ(std::get<core::ChatMessage>(item).content_type, core::ContentType::text);
}

TEST(MessageCodec, KeepsWhatItCannotRead) {
  for (const std::string& bytes : {
           ""s,                                          // nothing
           "\xc1"s,                                      // the one byte that MessagePack never uses
           "\x81\x01"s,                                  // a map that ends before its value
           "\xdf\xff\xff\xff\xff"s,                      // a map of four billion pairs, none there
           R"({"1":{"10":{"reminderContent":"hi"}}})"s,  // a chat without conversation and sender
           R"({"chatType":"one"})"s,                     // a notice whose type is no number
           "[1]"s,
       }) {
    EXPECT_EQ(decoded(base64(bytes)), undecodable(base64(bytes))) << base64(bytes);
  }
  EXPECT_EQ(decoded("no base64"), undecodable("no base64"));
  EXPECT_EQ(encode_item(undecodable("no base64")), "no base64");
}

TEST(MessageCodec, RefusesMessagePackThatTheClientsDoNotReadEither) {
  const std::string typing =
      "\x81\x01\x91\x82\x01\xa9"
      "c@goofish";  // and one more pair
  EXPECT_EQ(decoded(base64(typing + "\x02\x01")), core::PushItem(core::Typing{"c@goofish"}));
  for (const std::string& ending : {
           "\x02\x01\x80"s,      // bytes after the value
           "\x02\xd4\x01\x02"s,  // an ext type
           "\x91\x02\x01"s,      // an array as key
           "\xc0\x01"s,          // nil as key
       }) {
    const std::string data = base64(typing + ending);
    EXPECT_EQ(decoded(data), undecodable(data)) << data;
  }
}

TEST(MessageCodec, RefusesAChatWhoseTextIsNoUtf8) {
  std::string bytes = bytes_of(kGoldenChat);
  const std::size_t at = bytes.find("在吗", bytes.find("reminderContent"));
  bytes[at] = '\xff';
  EXPECT_EQ(decoded(base64(bytes)), undecodable(base64(bytes)));
}

TEST(MessageCodec, RefusesIdentifiersThatDoNotFit) {
  const std::string json = R"({"1":{"2":")" + std::string(core::ConversationId::capacity + 1, 'c') +
                           R"(","10":{"reminderContent":"hi","senderUserId":"2"}}})";
  EXPECT_EQ(decoded(base64(json)), undecodable(base64(json)));
}

TEST(MessageCodec, SurvivesDeepNesting) {
  const std::string bomb = base64(std::string(100'000, '\x91'));
  EXPECT_EQ(decoded(bomb), undecodable(bomb));
  const std::string json_bomb = base64("{\"1\":" + std::string(100'000, '['));
  EXPECT_EQ(decoded(json_bomb), undecodable(json_bomb));
}

RC_GTEST_PROP(MessageCodec, GivesEveryItemBack, ()) {
  const auto item = *tests::any_push_item();
  RC_ASSERT(decoded(encode_item(item)) == item);
}

RC_GTEST_PROP(MessageCodec, AnswersAnyBytesWithAnItem, (const std::string& bytes)) {
  const std::string data = base64(bytes);
  const core::PushItem item = decoded(data);
  if (std::holds_alternative<core::Undecodable>(item)) RC_ASSERT(item == undecodable(data));
}

RC_GTEST_PROP(MessageCodec, SurvivesADamagedByte, ()) {
  std::string bytes = bytes_of(encode_item(*tests::any_chat()));
  bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<char>();
  const std::string data = base64(bytes);
  const core::PushItem item = decoded(data);
  RC_ASSERT(std::holds_alternative<core::ChatMessage>(item) || item == undecodable(data));
}

}  // namespace
}  // namespace fishtank::wire
