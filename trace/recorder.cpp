#include "trace/recorder.hpp"

#include <algorithm>
#include <utility>

#include "trace/convergence.hpp"

namespace fishtank::trace {

namespace {

std::uint8_t index_of(std::string_view check) {
  const auto all = checks();
  const auto found =
      std::ranges::find(all, check, [](const CheckSpec* spec) { return spec->name; });
  return static_cast<std::uint8_t>(found - all.begin());
}

}  // namespace

Recorder::Recorder(const plan::Plan& plan, Keep keep)
    : plan_(plan),
      keep_(keep),
      statuses_(plan::client_count(plan)),
      metrics_(plan, statuses_),
      states_(plan::client_count(plan)),
      sometimes_(plan),
      faults_(plan.timeline.size(), FaultMark::not_begun),
      watches_(plan, statuses_, checks()) {
  if (keep_ == Keep::last) kept_.reserve(kKeptLast);
}

void Recorder::write(const Record& record) {
  ++records_;
  fingerprint_.add(record);
  keep(record);
  if (measuring_) {
    metrics_.see(record);
    sometimes_.see(record);
    if (record.kind == RecordKind::state_changed) states_.see(record);
    if (record.fault != 0) mark_fault(record);
  }
  if (record.client < statuses_.size()) statuses_[record.client].see(record);
  const std::uint64_t violations_before = violations_.count();
  watches_.see(record, violations_);
  if (violations_.count() != violations_before) keep_new_violations();
}

void Recorder::mark_fault(const Record& record) {
  const std::size_t event = record.fault - std::size_t{1};
  if (event >= faults_.size()) return;
  FaultMark& mark = faults_[event];
  switch (record.kind) {
    case RecordKind::fault_started: mark = std::max(mark, FaultMark::began); return;
    case RecordKind::fault_ended: return;
    default: mark = FaultMark::made_a_difference;
  }
}

void Recorder::keep_new_violations() {
  const auto kept = violations_.kept();
  for (; violations_written_ < kept.size(); ++violations_written_) {
    const Violation& violation = kept[violations_written_];
    keep({.at = violation.found,
          .a = violations_written_,
          .b = static_cast<std::uint64_t>(violation.at.time_since_epoch().count()),
          .client = violation.client,
          .kind = RecordKind::violation,
          .detail = index_of(violation.check)});
  }
}

void Recorder::keep(const Record& record) {
  if (keep_ == Keep::all || kept_.size() < kKeptLast) {
    kept_.push_back(record);
    return;
  }
  kept_[oldest_kept_] = record;
  oldest_kept_ = (oldest_kept_ + 1) % kKeptLast;
}

std::vector<Record> Recorder::kept_in_order() {
  std::rotate(kept_.begin(), kept_.begin() + static_cast<std::ptrdiff_t>(oldest_kept_),
              kept_.end());
  return std::move(kept_);
}

std::vector<std::uint16_t> Recorder::untouched_faults() const {
  std::vector<std::uint16_t> untouched;
  for (std::size_t event = 0; event < faults_.size(); ++event) {
    if (faults_[event] == FaultMark::began) {
      untouched.push_back(static_cast<std::uint16_t>(event + 1));
    }
  }
  return untouched;
}

void Recorder::end_of_plan(Instant end) {
  measuring_ = false;
  trace_.metrics = metrics_.finish(end);
  trace_.states = states_.finish(end);
  trace_.situations = sometimes_.occurred();
  trace_.untouched_faults = untouched_faults();
  trace_.end = end;
  watches_.healed(end);
}

bool Recorder::converged() const {
  return std::ranges::none_of(
      statuses_, [](const ClientStatus& client) { return why_not_converged(client).has_value(); });
}

Duration Recorder::convergence_bound() const {
  Duration longest{};
  for (const plan::Client& client : plan_.clients) {
    longest = std::max(longest, trace::convergence_bound(client.policy));
  }
  return longest;
}

Trace Recorder::finish(Instant end) {
  watches_.finish(end, violations_);
  keep_new_violations();
  trace_.fingerprint = fingerprint_.value();
  trace_.records = records_;
  trace_.kept = kept_in_order();
  trace_.violation_count = violations_.count();
  trace_.violations = violations_.take();
  trace_.converged_after = end - trace_.end;
  return std::move(trace_);
}

}  // namespace fishtank::trace
