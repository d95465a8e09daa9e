#include "trace/digest.hpp"

#include <gtest/gtest.h>

#include <vector>

/// Digests tell equal from different, and heartbeats have none.
namespace fishtank::trace {
namespace {

using namespace core;

Response answer(std::int32_t code) { return {.mid = "1 0", .sid = "5", .code = code, .body = {}}; }

TEST(Digest, IsThatOfXxh3) {
  EXPECT_EQ(digest(std::string_view()), 0x2d06800538d394c2U);
  EXPECT_EQ(digest(Mid("17 0")), digest(std::string_view("17 0")));
}

TEST(ContentDigest, IsZeroForAHeartbeatAndItsAnswer) {
  EXPECT_EQ(content_digest(Heartbeat{.mid = "17 0"}), 0U);
  EXPECT_EQ(content_digest(answer(200)), 0U);
}

TEST(ContentDigest, DoesNotDependOnTheMid) {
  EXPECT_EQ(content_digest(AckDiff{.mid = "1 0", .pts = 5, .timestamp_ms = 6}),
            content_digest(AckDiff{.mid = "2 0", .pts = 5, .timestamp_ms = 6}));
}

TEST(ContentDigest, TellsKindsAndFieldsApart) {
  const std::vector<Frame> frames{
      answer(401),
      answer(500),
      Register{.mid = {}, .token = "ab", .device_id = "c"},
      Register{.mid = {}, .token = "a", .device_id = "bc"},
      AckDiff{.mid = {}, .pts = 1, .timestamp_ms = 2},
      AckDiff{.mid = {}, .pts = 2, .timestamp_ms = 1},
      GetState{},
      AppPing{},
      AppPong{},
      Ack{.mid = {}, .sid = "s"},
      Kick{.mid = {}, .sid = "s"},
      OtherPush{.mid = {}, .sid = "s", .lwp = "/s/x"},
      Push{.mid = {}, .sid = "s", .path = PushPath::sync, .items = {}},
      Push{.mid = {}, .sid = "s", .path = PushPath::sync, .items = std::vector<PushItem>{}},
      Push{.mid = {}, .sid = "s", .path = PushPath::para, .items = std::vector<PushItem>{}},
      Push{.mid = {}, .sid = "s", .path = PushPath::para, .items = std::vector<PushItem>{Typing{}}},
  };
  for (std::size_t left = 0; left < frames.size(); ++left) {
    EXPECT_NE(content_digest(frames[left]), 0U) << left;
    for (std::size_t right = left + 1; right < frames.size(); ++right) {
      EXPECT_NE(content_digest(frames[left]), content_digest(frames[right])) << left << right;
    }
  }
}

TEST(ContentDigest, GoesByContentWhereItIsShared) {
  const auto push = [] {
    return Push{.mid = {}, .sid = {}, .items = std::vector<PushItem>{Undecodable{"AAAA"}}};
  };
  EXPECT_EQ(content_digest(push()), content_digest(push()));
}

TEST(MessageDigest, IsThatOfTheIdIfThereIsOne) {
  ChatMessage first;
  first.id = "1.PNM";
  first.text = "在吗";
  ChatMessage second = first;
  second.text = "你好";
  EXPECT_EQ(digest(PushItem(first)), digest(PushItem(second)));
  EXPECT_EQ(digest(PushItem(first)), digest(std::string_view("1.PNM")));
}

TEST(MessageDigest, IsThatOfTheContentOtherwise) {
  EXPECT_NE(digest(PushItem(Undecodable{"AAAA"})), digest(PushItem(Undecodable{"AAAB"})));
  EXPECT_EQ(digest(PushItem(Undecodable{"AAAA"})), digest(PushItem(Undecodable{"AAAA"})));
}

TEST(IsRefusal, IsForResponsesWithAnotherCodeThan200) {
  EXPECT_TRUE(is_refusal(answer(401)));
  EXPECT_FALSE(is_refusal(answer(200)));
  EXPECT_FALSE(is_refusal(Heartbeat{}));
}

}  // namespace
}  // namespace fishtank::trace
