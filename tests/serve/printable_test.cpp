#include "serve/printable.hpp"

#include <gtest/gtest.h>

namespace fishtank::serve {

TEST(Printable, IsOneLineThatCommandsNoTerminal) {
  EXPECT_EQ(printable("a\nb\x7f\x1b[2J"), "a.b..[2J");
  EXPECT_EQ(printable("\xc2\x9b"
                      "2J"),
            ".2J")
      << "CSI as one character";
}

TEST(Printable, IsUtf8WhateverCame) {
  EXPECT_EQ(printable("\xe5\x9c\xa8\xe5\x90\x97"), "\xe5\x9c\xa8\xe5\x90\x97");
  EXPECT_EQ(printable("\xff\xe5\x9c"), "?\?\?");
}

TEST(Printable, AnExcerptIsTheBeginning) {
  EXPECT_EQ(excerpt("a\nb"), "a.b");
  EXPECT_EQ(excerpt(std::string(80, 'x')), std::string(80, 'x'));
  EXPECT_EQ(excerpt(std::string(81, 'x')), std::string(80, 'x') + "...");
}

TEST(Printable, AnExcerptEndsBetweenCharacters) {
  EXPECT_EQ(excerpt(std::string(79, 'x') + "\xe5\x9c\xa8\xe5\x90\x97"),
            std::string(79, 'x') + "...");
}

}  // namespace fishtank::serve
