#include <gmock/gmock.h>

#include <functional>

#include "tests/onlooker/wire.hpp"

/// A server that stood still itself: what has piled up comes in at once, and that is nobody's
/// fault.
namespace fishtank::tests {
namespace {

using testing::HasSubstr;

/// What is found of that story if the server stood still until `woke`; kNever: it did not.
std::string found_if_slept(const Story& story, Instant woke) {
  onlooker::Onlooker onlooker(wary());
  bool slept = woke == core::kNever;
  for (const Record& record : story.records()) {
    if (!slept && record.at >= woke) {
      onlooker.see_standstill(woke);
      slept = true;
    }
    onlooker.see(record);
  }
  return names({onlooker.findings().begin(), onlooker.findings().end()});
}

constexpr Instant kWoke = core::kStart + seconds(100);

TEST(Standstill, ExcusesWhatIsReadLate) {
  Story story;
  arrives(story);
  beats(story, seconds(1), seconds(31));
  comes(story.at(seconds(100)), FrameKind::heartbeat);
  EXPECT_EQ(found_if_slept(story, core::kNever), "heartbeats_on_time");
  EXPECT_EQ(found_if_slept(story, kWoke), "");
}

TEST(Standstill, ExcusesAttemptsThatHavePiledUp) {
  Story story;
  arrives(story).at(seconds(100)).tell(RecordKind::server_gone, 1);
  for (std::uint64_t session = 2; session < 9; ++session) {
    story.tell(RecordKind::server_accepted, session).tell(RecordKind::server_gone, session);
  }
  EXPECT_THAT(found_if_slept(story, core::kNever),
              AllOf(HasSubstr("backoff_grows"), HasSubstr("hot_loop")));
  EXPECT_EQ(found_if_slept(story, kWoke), "");
}

TEST(Standstill, ExcusesAVisitorThatIsSeenForTheFirstTimeToo) {
  Story story;
  arrives(story).by(1).at(seconds(100));
  for (std::uint64_t session = 2; session < 9; ++session) {
    story.tell(RecordKind::server_accepted, session).tell(RecordKind::server_gone, session);
  }
  EXPECT_EQ(found_if_slept(story, kWoke), "");
}

TEST(Standstill, ExcusesNothingThatComesMuchLater) {
  Story story;
  arrives(story);
  beats(story, seconds(1), seconds(196));
  comes(story.at(seconds(230)), FrameKind::heartbeat);
  EXPECT_EQ(found_if_slept(story, kWoke), "heartbeats_on_time");
}

}  // namespace
}  // namespace fishtank::tests
