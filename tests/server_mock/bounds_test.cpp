#include <gtest/gtest.h>

#include <string>

#include "server_mock/token_book.hpp"
#include "server_mock/user.hpp"
#include "tests/server_mock/bench.hpp"

/// What made-up names and piled-up requests can take: no more than so much.
namespace fishtank::server_mock::test {

namespace {

core::UserId stranger(std::size_t number) { return core::UserId("9" + std::to_string(number)); }

}  // namespace

TEST(Bounds, BeyondPlentyUsersOneThatIsIdleIsForgottenForEachNewOne) {
  Users users;
  for (std::size_t number = 0; number < Users::kPlenty; ++number) {
    users.note(users.enter(stranger(number)));
  }
  users[users.find(stranger(0))].sessions.push_back(SessionId{1});  // it came back
  const UserIndex kept = users.find(stranger(0));
  const UserIndex idle = users.find(stranger(1));
  EXPECT_EQ(users.enter("new"), idle) << "who has been idle for longest";
  EXPECT_EQ(users.find(stranger(1)), kNobody);
  EXPECT_EQ(users.find(stranger(0)), kept);
  EXPECT_EQ(users.size(), Users::kPlenty);
}

TEST(Bounds, NobodyWithASessionIsForgotten) {
  Users users;
  for (std::size_t number = 0; number <= Users::kPlenty; ++number) {
    users[users.enter(stranger(number))].sessions.push_back(SessionId{1});
  }
  EXPECT_EQ(users.size(), Users::kPlenty + 1);
}

TEST(Bounds, AUserWhoseSessionsAndMessagesAreGoneIsIdle) {
  Bench bench;
  for (std::size_t number = 0; number < Users::kPlenty; ++number) {
    bench.handle(Accepted{SessionId{0}, stranger(number)});
    bench.handle(Gone{SessionId{0}});
  }
  bench.push(stranger(0).view());
  for (std::size_t number = 0; number < 3; ++number) {
    bench.handle(Accepted{SessionId{0}, stranger(Users::kPlenty + number)});
    bench.handle(Gone{SessionId{0}});
  }
  EXPECT_EQ(bench.server.pending_pushes(stranger(0)), 1U) << "messages in custody stay";
}

TEST(Bounds, TheTokensOfTheFirstUsersAreForgotten) {
  TokenBook book(core::Seed{1});
  const std::string first = book.issue(stranger(0), "device", core::kNever);
  std::string last;
  for (std::size_t number = 1; number <= TokenBook::kMostUsers; ++number) {
    last = book.issue(stranger(number), "device", core::kNever);
  }
  EXPECT_EQ(book.check(first, "device", core::kStart).verdict, TokenVerdict::unknown);
  EXPECT_EQ(book.check(last, "device", core::kStart).verdict, TokenVerdict::good);
}

TEST(Bounds, OfADeviceIdSoManyCharactersCount) {
  TokenBook book(core::Seed{1});
  const std::string device(TokenBook::kLongestDeviceId, 'x');
  const std::string token = book.issue("1", device + "a", core::kNever);
  EXPECT_EQ(book.check(token, device + "b", core::kStart).verdict, TokenVerdict::good);
  EXPECT_EQ(book.check(token, device.substr(1), core::kStart).verdict, TokenVerdict::other_device);
}

TEST(Bounds, OnlySoManyAnswersWait) {
  Bench bench;
  bench.handle(Accepted{SessionId{0}, "1"});
  bench.begin(FaultId{1}, SlowReplies{core::seconds(60)});
  for (std::uint32_t count = 0; count < kMostAnswersWaiting; ++count) {
    EXPECT_TRUE(bench.receive(SessionId{0}, core::Heartbeat{"1 0"}).empty());
  }
  EXPECT_EQ(all<Withheld>(bench.receive(SessionId{0}, core::Heartbeat{"2 0"})).size(), 1U);
  EXPECT_EQ(frames<core::Response>(bench.wait(core::seconds(60))).size(), kMostAnswersWaiting);
}

}  // namespace fishtank::server_mock::test
