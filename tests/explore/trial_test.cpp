#include "explore/trial.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <variant>

#include "plan/print.hpp"
#include "plan/scenario.hpp"
#include "sim/run.hpp"
#include "tests/explore/questions.hpp"
#include "trace/vocabulary.hpp"

namespace fishtank::explore {
namespace {

using tests::subject_of;
using tests::trouble_of;

plan::Plan read_back(const plan::Plan& plan) {
  const std::string text = plan::print(plan, trace::vocabulary());
  const plan::Loaded loaded = plan::load(text, "printed", trace::vocabulary());
  const auto* scenario = std::get_if<plan::ScenarioFile>(&loaded);
  if (scenario == nullptr) {
    ADD_FAILURE() << text << plan::print(std::get<plan::Diagnostics>(loaded));
    return {};
  }
  return plan::expand(*scenario).front().plan;
}

TEST(ATrial, PrintedAndReadBackIsTheSamePlanAndTheSameRun) {
  const Subject subject = subject_of("xianyu-live {reconnect.jitter_percent: 50}");
  const explore::Setup setup{.clients = 3};
  std::uint64_t seed = 0;
  for (const Trouble& trouble : default_troubles()) {
    const plan::Plan plan = trial(subject, trouble, core::Seed{++seed}, setup);
    const plan::Plan again = read_back(plan);
    EXPECT_EQ(again, plan) << trouble.name();
    EXPECT_EQ(sim::run(again).fingerprint, sim::run(plan).fingerprint) << trouble.name();
  }
}

TEST(ATrial, OfAnyProfileCanBePrinted) {
  for (const Subject& subject : all_subjects()) {
    const plan::Plan plan = trial(subject, trouble_of("drop"), core::Seed{1}, {});
    EXPECT_EQ(read_back(plan), plan) << subject.name;
  }
}

RC_GTEST_PROP(ATrial, BeginsItsTroubleOnceTheClientIsConnectedWhateverTheSeed,
              (std::uint64_t seed)) {
  const core::Duration begin = beginning(core::Seed{seed});
  RC_ASSERT(begin >= kSettled);
  RC_ASSERT(begin < kSettled + kPhases);
}

TEST(ATrial, MeetsEveryPhaseOfAHeartbeat) {
  std::array<int, 15> met{};
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto phase = beginning(core::Seed{seed}) % core::seconds(15);
    ++met[static_cast<std::size_t>(phase / core::seconds(1))];
  }
  for (const int often : met) EXPECT_GT(often, 5);
}

TEST(ATrial, HasMessagesBeforeDuringAndAfterTheTrouble) {
  const Trouble trouble = trouble_of("half_open {for: 2m}");
  const plan::Plan plan = trial(subject_of("xianyu-live"), trouble, core::Seed{7}, {});
  const core::Duration begin = beginning(core::Seed{7});
  int before = 0;
  int during = 0;
  int after = 0;
  for (const plan::Event& event : plan.timeline) {
    const auto* push = std::get_if<plan::PushAction>(&event.action);
    if (push == nullptr) continue;
    for (std::int32_t number = 0; number < push->count; ++number) {
      const core::Duration at = event.at + number * push->every;
      ++(at < begin ? before : at < begin + trouble.length() ? during : after);
    }
  }
  EXPECT_EQ(before, 2);
  EXPECT_EQ(during, 4);
  EXPECT_EQ(after, 18);
}

}  // namespace
}  // namespace fishtank::explore
