#pragma once

#include <string>

/// Scenarios for tests of the program: small ones with a known end.
namespace fishtank::tests {

/// Connects and stays so; two latencies and three seeds make six cases.
inline const std::string kPassing = R"(name: it connects
tags: [calm]
seeds: 1..3
duration: 1m
network: {jitter: 5ms}
matrix:
  network.latency: [20ms, 200ms]
expect:
  - {by: 10s, state: connected}
)";

/// Wants a state that is never reached; the expectation stands in line 7.
inline const std::string kFailing = R"(name: it fails
tags: [stormy]
duration: 2m
timeline:
  - {at: 60s, fault: drop}
expect:
  - {by: 90s, state: failed}
)";

/// Two mistakes, in lines 4 and 6.
inline const std::string kBroken = R"(name: nonsense
duration: 1m
timeline:
  - {at: 5s, fault: ping_silense, for: 10s}
expect:
  - {by: 10s, state: connectd}
)";

}  // namespace fishtank::tests
