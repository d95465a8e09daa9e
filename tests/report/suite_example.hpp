#pragma once

#include "report/result.hpp"

namespace fishtank::tests {

/// A suite of two files: one case that failed of two, and one that passed. What comes from users is
/// as nasty as it may be: quotes, angle brackets, Chinese, a control character in a path.
inline report::SuiteResult suite_example() {
  using core::seconds;
  const trace::Failure late{.mark = {14, 5},
                            .expectation = "state",
                            .expected = "client connected by 2m45s",
                            .happened = "client was RECONNECTING since 2m31s",
                            .at = core::kStart + seconds(165)};
  const trace::Failure illegal{.mark = {},
                               .expectation = "check legal_transitions",
                               .expected = "only legal transitions",
                               .happened = "CLOSED to <CONNECTED> & on",
                               .at = {}};
  const trace::WatchSums sums{.heartbeats_due = 1000,
                              .heartbeats_answered = 995,
                              .failures = 7,
                              .days_ms = core::milliseconds(core::hours(24)).count()};
  const report::CaseResult failed{
      .file = "scenarios/silence.yaml",
      .scenario = "silence \"在吗\" is noticed",
      .label = "seed=1",
      .seed = core::Seed{1},
      .command = "./fishtank run scenarios/silence.yaml --case seed=1",
      .failures = {late, illegal},
      .metrics = {{"reconnects", plan::ValueKind::count, 2},
                  {"restarts", plan::ValueKind::count, 0},
                  {"detection_latency.max", plan::ValueKind::duration, 31'000'000'000},
                  {"heartbeat_success_rate", plan::ValueKind::percent, 995'000}},
      .watched = trace::watch_list(sums),
      .around = {"2m31s  client  CONNECTED -> RECONNECTING"},
      .fingerprint = trace::Fingerprint{0x0123456789abcdef},
      .records = 40,
      .simulated = seconds(240)};
  report::CaseResult passed = failed;
  passed.label = "seed=2";
  passed.seed = core::Seed{2};
  passed.failures.clear();
  passed.around.clear();
  passed.fingerprint = trace::Fingerprint{2};
  report::CaseResult other = passed;
  other.file = "scenarios/odd\x1b[31m.yaml";
  other.scenario = "odd";
  other.fingerprint = trace::Fingerprint{3};
  return {.cases = {failed, passed, other},
          .metrics = failed.metrics,
          .watched = failed.watched,
          .wall = {}};
}

}  // namespace fishtank::tests
