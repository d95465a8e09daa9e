#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>

#include "plan/fault.hpp"
#include "tests/helpers/scenario_text.hpp"
#include "tests/helpers/source_tree.hpp"

namespace fishtank::plan {
namespace {

FaultUse use_of(const FaultSpec& fault) {
  const std::string text =
      "name: example\nduration: 24h\ntimeline:\n  - " + std::string(fault.example) + "\n";
  return std::get<FaultUse>(tests::plan_in(text).timeline.at(0).action);
}

const FaultSpec& find(std::string_view name) { return *find_fault(name); }

TEST(Faults, AreOneAFileUnderTheNameOfTheFile) {
  std::set<std::string> files;
  const std::filesystem::path folder = tests::source_root() / "plan/faults";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".cpp") files.insert(entry.path().stem());
  }
  std::set<std::string> names;
  for (const FaultSpec* fault : faults()) names.emplace(fault->name);
  EXPECT_EQ(names, files);
}

TEST(Faults, AreSortedByName) {
  EXPECT_TRUE(std::ranges::is_sorted(faults(), {}, [](const FaultSpec* f) { return f->name; }));
}

TEST(Faults, AreDocumented) {
  for (const FaultSpec* fault : faults()) {
    EXPECT_GE(fault->about.size(), 40U) << fault->name;
    EXPECT_GE(fault->in_the_field.size(), 40U) << fault->name;
    for (const Parameter& parameter : fault->parameters) {
      EXPECT_GE(parameter.about.size(), 20U) << fault->name << " " << parameter.name;
    }
  }
}

TEST(Faults, HaveExamplesThatAreGoodTimelineLines) {
  for (const FaultSpec* fault : faults()) EXPECT_EQ(use_of(*fault).fault, fault) << fault->name;
}

TEST(Faults, HaveDefaultsThatAreGoodValues) {
  for (const FaultSpec* fault : faults()) {
    for (const Parameter& parameter : fault->parameters) {
      if (parameter.required()) continue;
      EXPECT_TRUE(std::holds_alternative<Value>(parse_value(parameter.fallback, parameter.type())))
          << fault->name << " " << parameter.name;
    }
  }
}

TEST(Faults, DoSomethingWithinTheirLife) {
  for (const FaultSpec* fault : faults()) {
    const FaultUse use = use_of(*fault);
    const auto steps = fault->steps(use.arguments, use.length);
    EXPECT_FALSE(steps.empty()) << fault->name;
    for (const Step& step : steps) {
      EXPECT_GE(step.after, Duration::zero()) << fault->name;
      EXPECT_LT(step.after, use.length.value_or(Duration::max())) << fault->name;
    }
  }
}

TEST(Faults, TakeParametersWhoseNamesNoTimelineLineUsesOtherwise) {
  const std::set<std::string_view> taken{"at",   "for",   "clients", "fault",   "push",
                                         "send", "start", "stop",    "disable", "enable"};
  for (const FaultSpec* fault : faults()) {
    for (const Parameter& parameter : fault->parameters) {
      EXPECT_FALSE(taken.contains(parameter.name)) << fault->name << " " << parameter.name;
    }
  }
}

TEST(Drop, CutsAsItIsTold) {
  Arguments arguments;
  arguments.set("how", std::string("fin"));
  const std::vector<Step> expected{{.primitive = Cut{Cut::How::fin}}};
  EXPECT_EQ(find("drop").steps(arguments, std::nullopt), expected);
}

TEST(Restart, IsDownForItsOwnTime) {
  Arguments arguments;
  arguments.set("down", Duration{core::seconds(20)});
  const auto steps = find("restart").steps(arguments, std::nullopt);
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].length, core::seconds(20));
  EXPECT_EQ(std::get<ServerBehaviour>(steps[0].primitive).kind, ServerBehaviour::Kind::down);
}

TEST(Flap, CutsAndRefusesInEachRoundUntilItsEnd) {
  Arguments arguments = default_arguments(find("flap"));
  arguments.set("up", Duration{core::seconds(4)});
  arguments.set("down", Duration{core::seconds(2)});
  // Rounds of 6 s begin at 0 s, 6 s and 12 s; the next one would begin with the end.
  const auto steps = find("flap").steps(arguments, core::seconds(18));
  ASSERT_EQ(steps.size(), 6U);
  EXPECT_EQ(steps[4].after, core::seconds(12));
  EXPECT_TRUE(std::holds_alternative<Cut>(steps[4].primitive));
  EXPECT_EQ(steps[5].length, core::seconds(2));
}

TEST(Flap, WithoutAnEndStopsAfterItsRounds) {
  const auto steps = find("flap").steps(default_arguments(find("flap")), std::nullopt);
  EXPECT_EQ(steps.size(), 20U);  // 10 rounds of a cut and a refusal
}

TEST(Flap, EndsConnectionsAsItIsTold) {
  const auto end_of_first_round = [](std::string how) {
    Arguments arguments = default_arguments(find("flap"));
    arguments.set("how", std::move(how));
    return find("flap").steps(arguments, std::nullopt).at(0).primitive;
  };
  EXPECT_EQ(std::get<Cut>(end_of_first_round("reset")).how, Cut::How::reset);
  EXPECT_EQ(std::get<Cut>(end_of_first_round("fin")).how, Cut::How::fin);
  const auto close = std::get<ServerBehaviour>(end_of_first_round("close"));
  EXPECT_EQ(close.kind, ServerBehaviour::Kind::close);
  EXPECT_EQ(close.code, 1000);
}

TEST(TokenService, ThatIsUnchangedIsOnlySlow) {
  Arguments arguments;
  arguments.set("outcome", std::string("unchanged"));
  arguments.set("by", Duration{core::seconds(3)});
  const auto steps = find("token_service").steps(arguments, std::nullopt);
  const auto& behaviour = std::get<ServiceBehaviour>(steps.at(0).primitive);
  EXPECT_EQ(behaviour.outcome, std::nullopt);
  EXPECT_EQ(behaviour.by, core::seconds(3));
}

TEST(Arguments, ReplaceAValueOfTheSameName) {
  Arguments arguments;
  arguments.set("code", std::int64_t{1});
  arguments.set("code", std::int64_t{2});
  EXPECT_EQ(arguments.all().size(), 1U);
  EXPECT_EQ(arguments.number("code"), 2);
}

}  // namespace
}  // namespace fishtank::plan
