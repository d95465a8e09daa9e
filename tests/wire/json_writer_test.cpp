#include "wire/json_writer.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace fishtank::wire {
namespace {

using namespace std::string_literals;

TEST(JsonWriter, EscapesQuotesBackslashesAndControlCharactersOnly) {
  EXPECT_EQ(json_text(Quoted{"a\"b\\c\n\x1f\0d/在\x7f"s}), R"("a\"b\\c\u000a\u001f\u0000d/在)"
                                                           "\x7f\"");
}

TEST(JsonWriter, FindsAByteToEscapeWhereverItStands) {
  constexpr std::size_t kLength = 19;  // two words of eight and a rest
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t at = 0; at < kLength; ++at) {
      std::string text(kLength, '\xff');
      text[at] = static_cast<char>(byte);
      EXPECT_EQ(is_plain(text), !needs_escape(text[at])) << byte << " at " << at;
    }
  }
}

TEST(JsonWriter, WritesTheLongestNumbers) {
  EXPECT_EQ(json_text(std::numeric_limits<std::int64_t>::min(), ",",
                      std::numeric_limits<std::int64_t>::max()),
            "-9223372036854775808,9223372036854775807");
}

TEST(JsonWriter, CountsWhatItWouldWrite) {
  CountingSink counter;
  write(counter, "[", Quoted{"\n在\""}, QuotedUser{"22"}, -5, "]");
  EXPECT_EQ(counter.size(), json_text("[", Quoted{"\n在\""}, QuotedUser{"22"}, -5, "]").size());
}

}  // namespace
}  // namespace fishtank::wire
