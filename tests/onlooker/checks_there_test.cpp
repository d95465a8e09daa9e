#include <gtest/gtest.h>

#include "tests/onlooker/wire.hpp"

/// Who is held to what was due, where an open connection does not prove that anybody is there.
namespace fishtank::tests {
namespace {

/// A client that is registered and beats until 31 s, and is not heard from any more; the server
/// pings each 10 s from 40 s up to `until`.
Story fallen_silent(Duration until) {
  Story story;
  beats(arrives(story), seconds(1), seconds(31));
  for (Duration at = seconds(40); at <= until; at += seconds(10)) {
    story.at(at).tell(RecordKind::server_ping, 1);
  }
  return story;
}

/// What was due for it: the heartbeat at 51.5 s, the Pong at 60 s.
constexpr auto kMissing = "heartbeats_on_time, ping_answered";

TEST(SilentOpenConnection, ProvesNothingWhereTheServersTcpHasEndlessPatience) {
  EXPECT_EQ(names(found(fallen_silent(minutes(20)), {}, wary())), "");
}

TEST(SilentOpenConnection, ProvesAHostOnceTcpWouldHaveGivenItUp) {
  EXPECT_EQ(names(found(fallen_silent(seconds(120)), {}, wary_with_tcp())), "")
      << "of the Ping of 60 s nobody knows yet";
  const auto findings = found(fallen_silent(seconds(140)), {}, wary_with_tcp());
  ASSERT_EQ(names(findings), kMissing) << "that of 70 s has been taken";
  EXPECT_EQ(findings.front().at, core::kStart + milliseconds(51'500));
  EXPECT_EQ(findings.back().at, core::kStart + seconds(60));
}

TEST(SilentOpenConnection, ProvesOnlyWhatWasDueBeforeThePing) {
  EXPECT_EQ(names(found(fallen_silent(seconds(130)), {}, wary_with_tcp())), "heartbeats_on_time")
      << "the Ping of 60 s has been taken, which proves nothing of the Pong that was due then";
}

TEST(SilentOpenConnection, ProvesNothingIfItEndsBefore) {
  Story story = fallen_silent(seconds(120));
  story.at(seconds(122)).tell(RecordKind::server_gone, 1);
  EXPECT_EQ(names(found(story, minutes(5), wary_with_tcp())), "");
}

TEST(SilentOpenConnection, ProvesNothingOfTheNextOne) {
  Story story = fallen_silent(seconds(120));
  story.at(seconds(122)).tell(RecordKind::server_gone, 1);
  story.at(seconds(130)).tell(RecordKind::server_accepted, 2);
  story.at(seconds(140)).tell(RecordKind::server_ping, 2);
  EXPECT_EQ(names(found(story, {}, wary_with_tcp())), "");
}

}  // namespace
}  // namespace fishtank::tests
