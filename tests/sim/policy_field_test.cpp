#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "core/state.hpp"
#include "plan/policy_fields.hpp"
#include "plan/units.hpp"
#include "sim/run.hpp"
#include "tests/helpers/scenario_text.hpp"
#include "tests/sim/policy_flips.hpp"
#include "trace/vocabulary.hpp"
#include "trace/words.hpp"

/// Each field of a policy does what its documentation says: policy_flips.hpp.
namespace fishtank::tests {
namespace {

using core::Instant;

std::vector<Flip> all_flips() {
  std::vector<Flip> all;
  for (const auto part : {opening_flips(), reconnect_flips(), message_flips()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

// ---- the two runs ----------------------------------------------------------------------------

std::string scenario(const Flip& flip, bool flipped) {
  std::string client(flip.beside);
  if (flipped) {
    client += client.empty() ? "" : ", ";
    client += std::string(flip.field) + ": " + std::string(flip.to);
  }
  return "{name: " + std::string(flip.field) + ", client: {" + client + "}, " +
         std::string(flip.story) + "}\n";
}

const core::Policy& policy_of(const plan::Plan& plan) { return plan.clients.front().policy; }

// ---- what is measured ------------------------------------------------------------------------

Instant moment(std::string_view text) {
  return core::kStart + std::get<core::Duration>(plan::parse_duration(text));
}

std::string metric_in(const trace::Trace& trace, std::string_view name) {
  const auto unit = plan::find_metric(trace::vocabulary(), name).unit();
  const auto value = trace::value_of(trace.metrics, name, {});
  if (!value) return "nothing";
  return unit == plan::ValueKind::duration ? plan::print_duration(core::Duration(*value))
                                           : std::to_string(*value);
}

/// The moments at which the trace says `what`, until the end of the plan.
std::vector<Instant> moments_in(const trace::Trace& trace, const plan::Plan& plan,
                                std::string_view what) {
  std::vector<Instant> moments;
  for (const trace::Record& record : trace.kept) {
    if (record.at > trace.end) break;
    if (trace::words(record, plan).find(what) != std::string::npos) moments.push_back(record.at);
  }
  return moments;
}

std::string first_from(const std::vector<Instant>& moments, Instant from) {
  const auto first = std::ranges::lower_bound(moments, from);
  return first == moments.end() ? "never" : plan::print_duration(*first - core::kStart);
}

std::string state_in(const trace::Trace& trace, Instant at) {
  core::State state = core::State::disconnected;
  for (const trace::StateSpan& span : trace.states) {
    if (span.from <= at) state = span.state;
  }
  return std::string(name(state));
}

std::string measured(const plan::Plan& plan, const Measure& measure) {
  const trace::Trace trace = sim::run(plan, {.keep = trace::Keep::all});
  switch (measure.of) {
    case Measure::Of::metric: return metric_in(trace, measure.what);
    case Measure::Of::moment_of:
      return first_from(moments_in(trace, plan, measure.what), moment(measure.after));
    case Measure::Of::number_of:
      return std::to_string(moments_in(trace, plan, measure.what).size());
    case Measure::Of::state_at: return state_in(trace, moment(measure.what));
  }
  return {};
}

// ---- the tests -------------------------------------------------------------------------------

class PolicyField : public ::testing::TestWithParam<Flip> {};

TEST_P(PolicyField, ChangesWhatTheClientDoes) {
  const Flip& flip = GetParam();
  EXPECT_EQ(measured(plan_in(scenario(flip, false)), flip.measure), flip.by_default)
      << scenario(flip, false);
  EXPECT_EQ(measured(plan_in(scenario(flip, true)), flip.measure), flip.flipped)
      << scenario(flip, true);
}

TEST_P(PolicyField, IsAllThatDiffersBetweenTheTwoRuns) {
  const Flip& flip = GetParam();
  const core::Policy by_default = policy_of(plan_in(scenario(flip, false)));
  const core::Policy flipped = policy_of(plan_in(scenario(flip, true)));
  const plan::PolicyField* field = plan::find_policy_field(flip.field);
  ASSERT_NE(field, nullptr) << flip.field;
  EXPECT_EQ(field->get(by_default), field->get(core::xianyu_live()));
  EXPECT_EQ(plan::differing_fields(flipped, by_default), std::vector{field});
  EXPECT_NE(flip.by_default, flip.flipped);
}

/// `heartbeat.interval` to `20s` becomes heartbeat_interval_to_20s.
std::string test_name(const ::testing::TestParamInfo<Flip>& info) {
  std::string test = std::string(info.param.field) + "_to_" + std::string(info.param.to);
  std::ranges::replace_if(
      test, [](unsigned char one) { return std::isalnum(one) == 0; }, '_');
  return test;
}

INSTANTIATE_TEST_SUITE_P(Each, PolicyField, ::testing::ValuesIn(all_flips()), test_name);

bool is_flipped(std::string_view field, std::string_view to = {}) {
  return std::ranges::any_of(all_flips(), [&](const Flip& flip) {
    return flip.field == field && (to.empty() || flip.to == to);
  });
}

TEST(PolicyFieldTables, FlipEveryField) {
  for (const plan::PolicyField& field : plan::policy_fields()) {
    EXPECT_TRUE(is_flipped(field.name)) << field.name << ": add an example to policy_flips_*.cpp";
  }
}

TEST(PolicyFieldTables, FlipEveryChoiceToEachOfItsWords) {
  for (const plan::PolicyField& field : plan::policy_fields()) {
    for (const std::string_view word : field.type.choices) {
      if (field.get(core::xianyu_live()) == plan::Value(std::string(word))) continue;
      EXPECT_TRUE(is_flipped(field.name, word)) << field.name << ": " << word;
    }
  }
}

}  // namespace
}  // namespace fishtank::tests
