#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <variant>

#include "tests/helpers/frame_generators.hpp"
#include "wire/frame_codec.hpp"
#include "wire/protocol_constants.hpp"

namespace fishtank::wire {
namespace {

std::string text_of(const core::Frame& frame) {
  std::string text;
  encode(frame, text);
  return text;
}

RC_GTEST_PROP(FrameCodec, GivesEveryFrameOfAClientBack, ()) {
  const auto frame = *tests::any_client_frame();
  RC_LOG() << text_of(frame);
  RC_ASSERT(Decoder().from_client(text_of(frame)) == Decoded(frame));
}

RC_GTEST_PROP(FrameCodec, GivesEveryFrameOfTheServerBack, ()) {
  const auto frame = *tests::any_server_frame();
  RC_LOG() << text_of(frame);
  RC_ASSERT(Decoder().from_server(text_of(frame)) == Decoded(frame));
}

RC_GTEST_PROP(FrameCodec, KnowsTheSizeOfEveryFrame, ()) {
  const auto frame = *tests::any_frame();
  RC_ASSERT(encoded_size(frame) == text_of(frame).size());
}

RC_GTEST_PROP(FrameCodec, DecodesTheSameWithAUsedDecoder, ()) {
  Decoder used;
  for (const core::Frame& frame :
       *rc::gen::container<std::vector<core::Frame>>(tests::any_server_frame())) {
    RC_ASSERT(used.from_server(text_of(frame)) == Decoded(frame));
  }
}

// ---- hostile texts -----------------------------------------------------------------------------

/// Whoever sent it, the text gives a frame of that side or an error with words.
void expect_frame_or_error(const std::string& text) {
  Decoder decoder;
  for (const Decoded& decoded : {decoder.from_client(text), decoder.from_server(text)}) {
    if (const auto* error = std::get_if<DecodeError>(&decoded)) {
      RC_ASSERT(!error->message.empty());
    } else {
      RC_ASSERT(!text_of(std::get<core::Frame>(decoded)).empty());
    }
  }
}

RC_GTEST_PROP(HostileText, OfAnyBytesIsAnswered, (const std::string& bytes)) {
  expect_frame_or_error(bytes);
}

RC_GTEST_PROP(HostileText, CutShortIsAnError, ()) {
  const std::string whole = text_of(*tests::any_frame());
  const std::string text = whole.substr(0, *rc::gen::inRange<std::size_t>(0, whole.size()));
  RC_ASSERT(std::holds_alternative<DecodeError>(Decoder().from_client(text)));
  RC_ASSERT(std::holds_alternative<DecodeError>(Decoder().from_server(text)));
}

RC_GTEST_PROP(HostileText, WithADamagedByteIsAnswered, ()) {
  std::string text = text_of(*tests::any_frame());
  text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
  expect_frame_or_error(text);
}

RC_GTEST_PROP(HostileText, WithABytePutInIsAnswered, ()) {
  std::string text = text_of(*tests::any_frame());
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  text.insert(at, 1, *rc::gen::element('"', '{', '}', '[', ']', ',', ':', '\\', '0', '\0'));
  expect_frame_or_error(text);
}

DecodeErrorKind error_kind(std::string_view text) {
  const Decoded decoded = Decoder().from_server(text);
  const auto* error = std::get_if<DecodeError>(&decoded);
  EXPECT_NE(error, nullptr);
  return error ? error->kind : DecodeErrorKind{};
}

TEST(HostileText, NestedTooDeepIsRefused) {
  const std::string opening(100'000, '[');
  EXPECT_EQ(error_kind(R"({"code":200,"body":)" + opening + std::string(100'000, ']') + "}"),
            DecodeErrorKind::too_deep);
}

TEST(HostileText, BeyondTheLimitIsRefusedUnread) {
  const std::string head = R"({"code":200,"headers":{"mid":"m"})";
  const auto padded_to = [&head](std::size_t size) {
    return head + std::string(size - head.size() - 1, ' ') + "}";
  };
  EXPECT_EQ(Decoder().from_server(padded_to(kMaxFrameBytes)),
            Decoded(core::Response{"m", "", 200, {}}));
  EXPECT_EQ(error_kind(padded_to(kMaxFrameBytes + 1)), DecodeErrorKind::too_long);
  EXPECT_EQ(error_kind(std::string(2 << 20, '{')), DecodeErrorKind::too_long);
}

TEST(HostileText, WithTooManyItemsIsRefused) {
  const auto push_of = [](std::size_t count) {
    std::string text = R"({"lwp":"/s/sync","body":{"syncPushPackage":{"data":[{})";
    for (std::size_t item = 1; item < count; ++item) text += ",{}";
    return text + "]}}}";
  };
  EXPECT_TRUE(std::holds_alternative<core::Frame>(Decoder().from_server(push_of(kMaxItems))));
  EXPECT_EQ(error_kind(push_of(kMaxItems + 1)), DecodeErrorKind::too_many);
}

}  // namespace
}  // namespace fishtank::wire
