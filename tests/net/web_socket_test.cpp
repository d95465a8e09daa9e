#include <gtest/gtest.h>

#include "tests/net/bench.hpp"

/// A client and a server, as long as all is well.
namespace fishtank::net::test {
namespace {

TEST(WebSocket, MessagesGoBothWaysInOrder) {
  ServerBench bench;
  OpenClient open(bench);
  for (int count = 0; count < 100; ++count) {
    EXPECT_TRUE(open.client->send("message " + std::to_string(count)));
  }
  bench.await([&] { return open.log.messages.size() == 100; }, "all echoes");
  EXPECT_EQ(open.log.messages.front(), "message 0");
  EXPECT_EQ(open.log.messages.back(), "message 99");
}

}  // namespace
}  // namespace fishtank::net::test
