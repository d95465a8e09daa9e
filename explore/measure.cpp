#include "explore/measure.hpp"

#include <algorithm>

#include "trace/metrics.hpp"

namespace fishtank::explore {

namespace {

using plan::ValueKind;

constexpr std::array<MeasureInfo, kMeasures> kInfos{{
    {Measure::detection_latency, "detection_latency", ValueKind::duration,
     "From the trouble's beginning, or from CONNECTED if that is later, to leaving CONNECTED by a "
     "loss: one value for each loss, and never for a client that at the end takes itself for "
     "CONNECTED while the server holds no session of it."},
    {Measure::recovery_latency, "recovery_latency", ValueKind::duration,
     "From leaving CONNECTED by a loss to CONNECTED again: one value for each loss, and never for "
     "a client that is not in service at the end."},
    {Measure::time_to_be_back, "time_to_be_back", ValueKind::duration,
     "From the trouble's beginning until the client is CONNECTED for good; 0 if it lost nothing, "
     "never if it is not in service at the end."},
    {Measure::out_of_service, "out_of_service", ValueKind::duration,
     "Downtime and zombie time together: no message could reach the client."},
    {Measure::downtime, "downtime", ValueKind::duration,
     "Not CONNECTED, the first connecting included."},
    {Measure::zombie_time, "zombie_time", ValueKind::duration,
     "CONNECTED while the server held no registered session."},
    {Measure::messages_missed, "messages_missed", ValueKind::count,
     "Messages for the client that its application never saw, for whatever reason."},
    {Measure::messages_lost, "messages_lost", ValueKind::count,
     "Of them, those that the client acknowledged and neither delivered nor discarded."},
    {Measure::messages_expired, "messages_expired", ValueKind::count,
     "Of them, those that came too old and were discarded."},
    {Measure::connects, "connects", ValueKind::count, "Times CONNECTED was entered."},
    {Measure::attempts, "attempts", ValueKind::count, "Transports that were opened, or tried to."},
    {Measure::peak_attempts, "peak_attempts", ValueKind::count,
     "The most transports that all clients together opened, or tried to, within one second since "
     "the trouble began: one value for each trial."},
    {Measure::token_calls, "token_calls", ValueKind::count, "Requests to the token service."},
    {Measure::password_logins, "password_logins", ValueKind::count,
     "Requests to the login service."},
}};

void add(const trace::Histogram& values, std::vector<std::int64_t>& to) {
  for (const trace::Histogram::Entry& entry : values.entries()) {
    to.insert(to.end(), entry.count, entry.value);
  }
}

void add_times(const trace::ClientMetrics& client, bool unnoticed, core::Instant begin,
               Sample& sample) {
  add(client.detection_latency, sample.of(Measure::detection_latency));
  add(client.recovery_latency, sample.of(Measure::recovery_latency));
  if (unnoticed) sample.of(Measure::detection_latency).push_back(kNever);
  if (!client.in_service) sample.of(Measure::recovery_latency).push_back(kNever);
  const std::int64_t back = client.losses == 0 ? 0 : (client.back_at - begin).count();
  sample.of(Measure::time_to_be_back).push_back(client.in_service ? back : kNever);
  sample.of(Measure::downtime).push_back(client.downtime.count());
  sample.of(Measure::zombie_time).push_back(client.zombie_time.count());
  sample.of(Measure::out_of_service).push_back((client.downtime + client.zombie_time).count());
}

void add_counts(const trace::ClientMetrics& client, Sample& sample) {
  sample.of(Measure::messages_missed).push_back(client.messages_missed);
  sample.of(Measure::messages_lost).push_back(client.messages_lost);
  sample.of(Measure::messages_expired).push_back(client.messages_expired);
  sample.of(Measure::connects).push_back(client.connects);
  sample.of(Measure::attempts).push_back(client.attempts);
  sample.of(Measure::token_calls).push_back(client.token_calls);
  sample.of(Measure::password_logins).push_back(client.password_logins);
}

std::int64_t peak_since(const trace::Metrics& metrics, core::Instant begin) {
  trace::Metrics later;
  for (const trace::Attempt& attempt : metrics.attempts) {
    if (attempt.at >= begin) later.attempts.push_back(attempt);
  }
  return trace::value_of(later, "peak_connects_per_second", {}).value_or(0);
}

}  // namespace

std::span<const MeasureInfo> measures() { return kInfos; }

void Sample::append(const Sample& other) {
  for (std::size_t index = 0; index < kMeasures; ++index) {
    values[index].insert(values[index].end(), other.values[index].begin(),
                         other.values[index].end());
  }
  not_back += other.not_back;
  unnoticed += other.unnoticed;
  untouched += other.untouched;
}

Sample measure(const trace::Trace& run, core::Duration begin) {
  Sample sample;
  const core::Instant began = core::kStart + begin;
  for (std::uint32_t index = 0; index < run.metrics.clients.size(); ++index) {
    const trace::ClientMetrics& client = run.metrics.clients[index];
    const bool connected =
        trace::spans_of(run.states, index).back().state == core::State::connected;
    const bool unnoticed = connected && !client.in_service;
    if (!client.in_service) ++sample.not_back;
    if (unnoticed) ++sample.unnoticed;
    add_times(client, unnoticed, began, sample);
    add_counts(client, sample);
  }
  sample.of(Measure::peak_attempts).push_back(peak_since(run.metrics, began));
  if (!run.untouched_faults.empty()) sample.untouched = 1;
  return sample;
}

Spread spread(std::vector<std::int64_t> values) {
  Spread result;
  result.count = values.size();
  if (values.empty()) return result;
  std::sort(values.begin(), values.end());
  for (const std::int64_t value : values) {
    if (value == kNever) {
      ++result.never;
    } else {
      result.sum += value;
    }
  }
  const auto percentile = [&](std::size_t percent) {
    return values[(values.size() * percent + 99) / 100 - 1];
  };
  result.p50 = percentile(50);
  result.p99 = percentile(99);
  result.max = values.back();
  return result;
}

}  // namespace fishtank::explore
