#include "wire/base64.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace fishtank::wire {
namespace {

std::string text_of(std::string_view bytes) {
  std::string text;
  append_base64(bytes, text);
  return text;
}

TEST(Base64, WritesTheVectorsOfRfc4648) {
  EXPECT_EQ(text_of(""), "");
  EXPECT_EQ(text_of("f"), "Zg==");
  EXPECT_EQ(text_of("fo"), "Zm8=");
  EXPECT_EQ(text_of("foo"), "Zm9v");
  EXPECT_EQ(text_of("foobar"), "Zm9vYmFy");
}

TEST(Base64, RefusesWhatIsNotTheOneTextOfSomeBytes) {
  std::string bytes;
  for (const std::string_view text : {"Zg", "Zg=", "Zg===", "Z===", "====", "Zh==", "Zm9=",
                                      "Zm9v\n", "Zm-_", "Zg==Zg==", "=Zg="}) {
    EXPECT_FALSE(decode_base64(text, bytes)) << text;
  }
}

RC_GTEST_PROP(Base64, GivesAnyBytesBack, (const std::string& bytes)) {
  const std::string text = text_of(bytes);
  RC_ASSERT(text.size() == base64_size(bytes.size()));
  std::string decoded;
  RC_ASSERT(decode_base64(text, decoded));
  RC_ASSERT(decoded == bytes);
}

RC_GTEST_PROP(Base64, AcceptsOnlyTextsThatItWrites, (const std::string& text)) {
  std::string bytes;
  if (decode_base64(text, bytes)) RC_ASSERT(text_of(bytes) == text);
}

}  // namespace
}  // namespace fishtank::wire
