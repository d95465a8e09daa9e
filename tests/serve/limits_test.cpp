#include "serve/limits.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>

#include "net/proxy_queue.hpp"
#include "net/web_socket_server.hpp"
#include "serve/log_limit.hpp"
#include "server_mock/chats.hpp"
#include "server_mock/session.hpp"
#include "server_mock/token_book.hpp"
#include "server_mock/user.hpp"
#include "tests/helpers/source_tree.hpp"

namespace fishtank::serve {

namespace {

using server_mock::Chats;

std::int64_t seconds_of(std::chrono::nanoseconds duration) {
  return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
}

std::size_t kib(std::size_t bytes) { return bytes / 1024; }
std::size_t mib(std::size_t bytes) { return kib(bytes) / 1024; }

}  // namespace

TEST(Limits, AreThoseThatAreDocumented) {
  std::stringstream document;
  document << std::ifstream(tests::source_root() / "docs/serving.md").rdbuf();
  const net::ServerLimits net;
  static_assert(server_mock::Users::kPlenty == server_mock::TokenBook::kMostUsers);
  for (const std::string& row : {
           fmt::format("| connections at once | {}, or `--connections` |", net.connections),
           fmt::format("| connections of one visitor | {} |", kMostConnectionsEach),
           fmt::format("| different visitors | {}, at", kMostVisitors),
           fmt::format("| TLS and the HTTP request | {} s |", seconds_of(net.handshake)),
           fmt::format("| an HTTP head | {} KiB |", kib(net.http_head)),
           fmt::format("| an HTTP body | {} KiB |", kib(net.http_body)),
           fmt::format("| a WebSocket message | {} MiB,", mib(net.message)),
           fmt::format("| what waits for a peer that does not read | {} MiB;", mib(net.buffered)),
           fmt::format("| what waits in the proxy | {} KiB each way; each piece counts {} bytes",
                       kib(net::ProxyQueue::kLimit), net::ProxyQueue::kPieceCost),
           fmt::format("| a closing handshake that the server began | {} s |",
                       seconds_of(net.closing)),
           fmt::format("| answers that `slow_replies` keeps waiting | {} of",
                       server_mock::kMostAnswersWaiting),
           fmt::format("| users without a connection, and users with tokens | {} |",
                       server_mock::Users::kPlenty),
           fmt::format("| conversations | {} of one user, {} MiB in all |",
                       Chats::kMostConversations, mib(Chats::kMostBytes)),
           fmt::format("| connections to the control interface | {} |", kMostControlConnections),
           fmt::format("| lines of the scenario and commands | {} |", kMostEvents),
           fmt::format("| log lines of one kind, without `--all` | {} of one visitor, {} in all, "
                       "within {} s |",
                       LogLimit::kEach, LogLimit::kAll, seconds_of(LogLimit::kWhile)),
       }) {
    EXPECT_THAT(document.str(), testing::HasSubstr(row));
  }
}

TEST(Limits, AConnectionIsThreeFilesOrOne) {
  EXPECT_EQ(connections_within(1'000'200, true), 1'000'000U);
  EXPECT_EQ(connections_within(30'200, false), 10'000U);
  EXPECT_EQ(connections_within(100, false), 1U);
}

}  // namespace fishtank::serve
