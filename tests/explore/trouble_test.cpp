#include "explore/trouble.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <variant>

#include "explore/notation.hpp"
#include "plan/fault.hpp"

namespace fishtank::explore {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Trouble trouble_in(std::string_view text) {
  const auto read = read_trouble(text);
  if (const auto* error = std::get_if<plan::UnitError>(&read)) {
    ADD_FAILURE() << text << ": " << error->message;
    return {};
  }
  return std::get<Trouble>(read);
}

std::string mistake_in(std::string_view text) {
  const auto read = read_trouble(text);
  const auto* error = std::get_if<plan::UnitError>(&read);
  return error == nullptr ? "" : error->message;
}

TEST(AList, IsSplitWhereNoBraceIsOpen) {
  EXPECT_THAT(split("drop, restart {down: 1s, x: [1, 2]} ,kick", ','),
              ElementsAre("drop", "restart {down: 1s, x: [1, 2]}", "kick"));
  EXPECT_THAT(split("close {reason: 'a } b, c'},drop", ','),
              ElementsAre("close {reason: 'a } b, c'}", "drop"));
}

TEST(ATrouble, TakesItsDefaultsAndTheLengthOfTheExample) {
  EXPECT_EQ(trouble_in("drop").name(), "drop");
  EXPECT_EQ(trouble_in("half_open").name(), "half_open {for: 5m}");
  EXPECT_EQ(trouble_in("restart").length(), core::seconds(5));
  EXPECT_EQ(trouble_in("partition {direction: up}").name(), "partition {direction: up, for: 45s}");
}

TEST(ATrouble, TakesFromTheExampleWhatHasNoDefault) {
  EXPECT_EQ(trouble_in("loss").name(), "loss {rate: 5%, for: 5m}");
}

TEST(ATrouble, OfSeveralFaultsIsAsLongAsTheLongest) {
  const Trouble trouble = trouble_in("drop + refuse {for: 90s}");
  EXPECT_EQ(trouble.name(), "drop + refuse {for: 1m30s}");
  EXPECT_EQ(trouble.faults.size(), 2U);
  EXPECT_EQ(trouble.length(), core::seconds(90));
}

TEST(ATrouble, ThatIsNoneSaysWhatWasMeant) {
  EXPECT_THAT(mistake_in("ping_silense"), HasSubstr("did you mean `ping_silence`?"));
  EXPECT_THAT(mistake_in("restart {dwon: 5s}"), HasSubstr("did you mean `down`?"));
  EXPECT_THAT(mistake_in("restart {down: often}"), HasSubstr("down"));
  EXPECT_THAT(mistake_in("loss {direction: up}"), HasSubstr("needs `rate`"));
  EXPECT_THAT(mistake_in("restart {down: 5s"), HasSubstr("does not end with"));
  EXPECT_THAT(mistake_in("drop +"), HasSubstr("a name is missing"));
}

TEST(ATrouble, CannotEscapeFromItsLine) {
  EXPECT_NE(mistake_in("drop\n  - {at: 1s, fault: kick}"), "");
  EXPECT_NE(mistake_in("restart {down: 5s}, stop: {x: 1}"), "");
}

/// A single client exceeds no rate, and refreshes its cookies in quiet times only.
TEST(TheDefaultTroubles, MeetEveryFaultOfTheRegistryButTwo) {
  std::set<std::string_view> met{"accept_rate", "cookie_service"};
  for (const Trouble& trouble : default_troubles()) {
    for (const plan::FaultUse& use : trouble.faults) met.insert(use.fault->name);
  }
  for (const plan::FaultSpec* fault : plan::faults()) {
    EXPECT_TRUE(met.contains(fault->name)) << fault->name;
  }
}

TEST(TheDefaultTroubles, ReadBackFromTheirNames) {
  for (const Trouble& trouble : default_troubles()) {
    EXPECT_EQ(trouble_in(trouble.name()), trouble) << trouble.name();
  }
}

}  // namespace
}  // namespace fishtank::explore
