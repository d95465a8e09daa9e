#include <gmock/gmock.h>

#include <filesystem>

#include "tests/helpers/source_tree.hpp"
#include "tests/onlooker/onlooking.hpp"

/// The onlooker and the clients of the simulator: those that keep to their documents are never
/// blamed, and those that ship are told what is wrong with them.
namespace fishtank::tests {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;

std::vector<std::string> fast_scenarios() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(source_root() / "scenarios" / "fast")) {
    if (entry.path().extension() == ".yaml")
      names.push_back("fast/" + entry.path().stem().string());
  }
  return names;
}

/// A client that is made to ignore its kick does just that.
bool ignores_kicks(const plan::Plan& plan) {
  return plan.clients.front().policy.reconnect.on_kick == core::OnKick::ignore;
}

void expect_none(const std::vector<onlooker::Finding>& findings, const std::string& scenario) {
  for (const onlooker::Finding& finding : findings) {
    ADD_FAILURE() << scenario << ": " << finding.check << ": " << finding.message;
  }
}

TEST(WellBehavedClients, AreNotBlamedInAnyOfTheFastScenarios) {
  for (const std::string& scenario : fast_scenarios()) {
    for (const plan::Plan& plan : plans_of(scenario)) {
      expect_none(findings(plan, plan.clients.front().policy), scenario);
    }
  }
}

TEST(WellBehavedClients, AreNotBlamedAsHardenedEither) {
  for (const std::string& scenario : fast_scenarios()) {
    for (const plan::Plan& plan : plans_of(scenario)) {
      expect_none(findings(with_profile(plan, "hardened"), policy_of("hardened")), scenario);
    }
  }
}

TEST(WellBehavedClients, AreNotBlamedByOneWhoTrustsOpenConnectionsOfAServerThatMisbehaves) {
  for (const char* scenario :
       {"fast/fault_drop", "fast/fault_restart", "fast/fault_restart_long", "fast/fault_flap",
        "fast/fault_ping_silence", "fast/fault_ping_silence_short", "fast/fault_mute",
        "fast/fault_close", "fast/fault_kick", "fast/fault_reject_registration",
        "fast/fault_heartbeat_error", "fast/fault_duplicate_push", "fast/fault_malformed_push",
        "fast/fault_expire_token", "fast/fault_flood", "fast/retry_unexpected_close_ladder"}) {
    for (const plan::Plan& plan : plans_of(scenario)) {
      if (ignores_kicks(plan)) continue;
      expect_none(findings(plan, plan.clients.front().policy, Trust::in_open_connections),
                  scenario);
    }
  }
}

/// A scenario with a client that ships, and what is found of it when it is held to that profile.
struct Shipped {
  const char* scenario;
  const char* expected;
  const char* check;
  const char* defect;
  Trust trust = Trust::in_signs_of_life;
};

void PrintTo(const Shipped& shipped, std::ostream* out) { *out << shipped.scenario; }

class ShippedClients : public testing::TestWithParam<Shipped> {};

TEST_P(ShippedClients, AreToldWhichDefectTheirTrafficLooksLike) {
  const Shipped& shipped = GetParam();
  for (const plan::Plan& plan : plans_of(shipped.scenario)) {
    const auto all = findings(plan, policy_of(shipped.expected), shipped.trust);
    ASSERT_THAT(checks_of(all), Contains(shipped.check));
    for (const onlooker::Finding& finding : all) {
      if (finding.check == shipped.check) {
        EXPECT_THAT(finding.message, HasSubstr(shipped.defect));
      }
    }
  }
}

constexpr Trust kOpen = Trust::in_open_connections;

INSTANTIATE_TEST_SUITE_P(
    Onlooker, ShippedClients,
    testing::Values(
        Shipped{"negative/d18_reconnects_without_registering", "goofish-client",
                "registered_after_reconnect", "D-18"},
        Shipped{"negative/d04_forgets_at_open", "goofish-client", "backoff_grows", "D-4"},
        Shipped{"negative/d04_forgets_at_open", "hardened", "backoff_grows", "D-4"},
        Shipped{"negative/d04_forgets_at_connected", "xianyu-live-as-built", "backoff_grows",
                "D-4"},
        Shipped{"negative/d01_ping_silence_goes_unnoticed", "xianyu-live", "silent_peer_left",
                "D-1"},
        Shipped{"negative/d02_heartbeat_given_up", "xianyu-live", "heartbeats_on_time", "D-2"},
        Shipped{"negative/d02_silence_left_open", "auto-agent", "silent_peer_left", "D-2"},
        Shipped{"negative/d02_silence_left_open", "auto-agent", "heartbeats_on_time", "D-2"},
        Shipped{"negative/d03_clean_close_is_no_loss", "xianyu-live", "hot_loop", "D-3"},
        Shipped{"negative/d03_clean_close_is_no_loss", "xianyu-live", "reconnect_spacing", "D-3",
                kOpen},
        Shipped{"negative/d03_wrapper_without_a_floor", "ws-client", "hot_loop", "D-3'"},
        Shipped{"negative/d03_wrapper_without_a_floor", "ws-client", "reconnect_spacing", "D-3'"},
        Shipped{"negative/d05_traffic_masks_silence", "hardened", "silent_peer_left", "D-5"},
        Shipped{"negative/d12_registration_refused", "xianyu-live", "registered_after_reconnect",
                "D-12"},
        Shipped{"negative/d15_kick_ignored", "xianyu-live", "kick_heeded", "D-15"},
        Shipped{"negative/d15_app_ping_unanswered", "goofish-client", "app_ping_answered",
                "D-15"}));

}  // namespace
}  // namespace fishtank::tests
