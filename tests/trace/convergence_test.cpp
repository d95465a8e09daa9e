#include "trace/convergence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/helpers/records.hpp"

namespace fishtank::tests {
namespace {

using testing::HasSubstr;
using trace::ClientStatus;

std::string why_not(const Story& story) {
  ClientStatus client;
  for (const Record& record : story.records()) client.see(record);
  return trace::why_not_converged(client).value_or("");
}

TEST(WhyNotConverged, AsksNothingOfAClientThatWasNeverStarted) { EXPECT_EQ(why_not(Story()), ""); }

TEST(WhyNotConverged, IsContentWithAConnectedAndRegisteredClient) {
  EXPECT_EQ(why_not(Story().connect()), "");
}

TEST(WhyNotConverged, NamesTheStateItIsStuckIn) {
  EXPECT_THAT(why_not(Story().connect().lose()),
              HasSubstr("it is RECONNECTING and should be CONNECTED"));
}

TEST(WhyNotConverged, SeesASessionThatOnlyTheClientBelievesIn) {
  EXPECT_THAT(why_not(Story().connect().tell(RecordKind::server_kicked, 1)),
              HasSubstr("holds no registered session"));
}

TEST(WhyNotConverged, CountsMessagesThatNeverArrived) {
  Story story;
  story.connect().at(seconds(5)).tell(RecordKind::push_accepted, 0, 7);
  story.tell(RecordKind::push_accepted, 0, 8).tell(RecordKind::deliver, 1, 7);
  EXPECT_THAT(why_not(story), HasSubstr("1 message is neither delivered nor discarded"));
  EXPECT_THAT(why_not(story), HasSubstr("accepted at 5s and still in the server's custody"));
  EXPECT_EQ(why_not(story.tell(RecordKind::discarded, 0, 8)), "");
}

TEST(WhyNotConverged, WantsAStoppedClientClosedAndADisabledOneDisconnected) {
  Story stopped;
  stopped.connect().tell(RecordKind::stop);
  EXPECT_THAT(why_not(stopped), HasSubstr("should be CLOSED: it was stopped"));
  EXPECT_EQ(why_not(stopped.change(State::connected, State::closed, Reason::stopped)), "");
  Story disabled;
  disabled.connect().tell(RecordKind::account_enabled, 0, 0, 0);
  EXPECT_THAT(why_not(disabled), HasSubstr("should be DISCONNECTED: its account is disabled"));
}

TEST(ConvergenceBound, GrowsWithWhateverThePolicyWaitsFor) {
  const core::Policy documented = core::xianyu_live();
  core::Policy patient = documented;
  patient.reconnect.network.cap = minutes(10);
  EXPECT_EQ(trace::convergence_bound(patient) - trace::convergence_bound(documented),
            2 * (minutes(10) - seconds(60)));
  core::Policy without_login = documented;
  without_login.recovery.password_login = false;
  EXPECT_EQ(trace::convergence_bound(documented) - trace::convergence_bound(without_login),
            documented.recovery.login_timeout);
}

}  // namespace
}  // namespace fishtank::tests
