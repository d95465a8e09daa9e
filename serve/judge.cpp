#include "serve/judge.hpp"

namespace fishtank::serve {

using trace::RecordKind;

Judge::Judge(const onlooker::Expected& expected, const plan::Plan& plan)
    : plan_(plan),
      planned_(static_cast<std::uint32_t>(plan.timeline.size())),
      onlooker_(expected, plan.timeline),
      expectations_(plan) {}

void Judge::see(const trace::Record& record) {
  if (finished_ != core::kNever) return;
  onlooker_.see(record);
  if (record.kind == RecordKind::fault_started) {
    begun_faults_.insert(static_cast<std::uint32_t>(record.a));
  } else if (record.client != trace::kNoClient) {
    expectations_.see(record.client, onlooker_.serves(record.client),
                      core::kStart + (record.at - begun_));
  }
}

void Judge::finish(Instant now) {
  onlooker_.finish(now);
  finished_ = now;
}

bool Judge::met_somebody(std::uint32_t event) const {
  const stage::FaultId fault = stage::fault_id(event);
  return touched_.contains(fault) || of_tester_.contains(fault);
}

Verdict Judge::verdict() const {
  const Instant end = core::kStart + (finished_ - begun_);
  Verdict verdict;
  const auto findings = onlooker_.findings();
  verdict.findings.assign(findings.begin(), findings.end());
  verdict.failures = expectations_.failures(onlooker_.total(), end);
  verdict.left_out = expectations_.left_out(end);
  verdict.registered = onlooker_.total().registrations > 0;
  for (std::uint32_t visitor = 0; visitor < onlooker_.visitors(); ++visitor) {
    const auto since = onlooker_.cut_off_at(visitor);
    if (!since) continue;
    const Instant until = *since + onlooker_.expected().back_within;
    if (until > finished_) verdict.away.push_back({visitor, *since, until});
  }
  for (const std::uint32_t event : begun_faults_) {
    if (event < planned_ && !met_somebody(event)) {
      verdict.failures.push_back(trace::met_nobody(plan_, event));
    }
  }
  return verdict;
}

}  // namespace fishtank::serve
