#include "bench/undisturbed.hpp"

#include <stdexcept>

namespace fishtank::bench {

plan::Plan undisturbed(std::int32_t clients, core::Duration duration) {
  plan::Client client;
  client.count = clients;
  client.start_spread = client.policy.heartbeat.interval;
  plan::Plan plan;
  plan.duration = duration;
  plan.clients.push_back(client);
  return plan;
}

std::uint64_t heartbeats_of(const trace::Trace& run) {
  if (run.violation_count != 0) throw std::runtime_error(run.violations.front().message);
  std::uint64_t sent = 0;
  std::uint64_t answered = 0;
  for (const trace::ClientMetrics& client : run.metrics.clients) {
    sent += client.heartbeats_sent - client.heartbeats_open;
    answered += client.heartbeats_answered;
  }
  if (answered < sent) throw std::runtime_error("a heartbeat was not answered");
  return answered;
}

}  // namespace fishtank::bench
