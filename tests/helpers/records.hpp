#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "core/effect.hpp"
#include "plan/plan.hpp"
#include "trace/check.hpp"
#include "trace/metrics_fold.hpp"
#include "trace/record.hpp"
#include "trace/watches.hpp"

/// Small builders for the records of a run, so that a test of a check or a metric reads as the
/// story that it tells.
namespace fishtank::tests {

using core::Duration;
using core::FrameKind;
using core::Instant;
using core::milliseconds;
using core::minutes;
using core::nanoseconds;
using core::NoteKind;
using core::Reason;
using core::seconds;
using core::State;
using trace::Record;
using trace::RecordKind;

/// A plan of one group of clients with the documented policy.
inline plan::Plan plan_of(std::int32_t clients = 1, core::Policy policy = core::xianyu_live()) {
  plan::Plan plan;
  plan.duration = minutes(10);
  plan::Client& group = plan.clients.emplace_back();
  group.count = clients;
  group.policy = std::move(policy);
  return plan;
}

/// The records of a run in the order in which they are told. at() sets the moment, by() the client,
/// both for all that follows; the run begins at zero with client 0.
class Story {
 public:
  Story& at(Duration moment) {
    now_ = core::kStart + moment;
    return *this;
  }
  Story& by(std::uint32_t client) {
    client_ = client;
    return *this;
  }

  /// A record of that kind.
  Story& tell(RecordKind kind, std::uint64_t a = 0, std::uint64_t b = 0, std::uint8_t detail = 0) {
    records_.push_back(
        {.at = now_, .a = a, .b = b, .client = client_, .kind = kind, .detail = detail});
    return *this;
  }

  /// The last record was touched by the fault of that event of the timeline.
  Story& because_of(std::uint16_t event) {
    records_.back().fault = static_cast<std::uint16_t>(event + 1);
    return *this;
  }

  Story& change(State from, State to, Reason reason) {
    return tell(RecordKind::state_changed, static_cast<std::uint64_t>(reason),
                static_cast<std::uint64_t>(core::level_of(to)),
                trace::state_change_detail(from, to));
  }
  Story& note(NoteKind kind, std::int64_t number = 0, std::uint64_t detail = 0) {
    return tell(RecordKind::note, static_cast<std::uint64_t>(number), detail,
                static_cast<std::uint8_t>(kind));
  }
  Story& send(FrameKind kind, std::uint64_t mid = 0, std::uint32_t attempt = 1) {
    return tell(RecordKind::send, attempt, mid, trace::frame_detail(kind, false));
  }
  Story& receive(FrameKind kind, std::uint64_t mid = 0, std::uint32_t attempt = 1) {
    return tell(RecordKind::received, attempt, mid, trace::frame_detail(kind, false));
  }
  Story& refusal(std::uint64_t mid = 0, std::uint32_t attempt = 1) {
    return tell(RecordKind::received, attempt, mid, trace::frame_detail(FrameKind::response, true));
  }

  /// From DISCONNECTED to CONNECTED in one moment, with a session at the server.
  Story& connect(std::uint32_t attempt = 1) {
    tell(RecordKind::start, 0, 0, 1);
    change(State::disconnected, State::connecting, Reason::started);
    tell(RecordKind::open_transport, attempt);
    tell(RecordKind::opened, attempt);
    tell(RecordKind::server_accepted, attempt);
    tell(RecordKind::server_registered, attempt);
    return change(State::connecting, State::connected, Reason::registered);
  }

  /// A loss as the documented client reports it: counted, and a retry scheduled.
  Story& lose(Reason reason = Reason::connection_lost, std::int64_t failures = 1) {
    note(NoteKind::failure_counted, failures);
    change(State::connected, State::reconnecting, reason);
    return note(NoteKind::retry_scheduled, (failures * Duration(seconds(3))).count());
  }

  const std::vector<Record>& records() const { return records_; }

 private:
  std::vector<Record> records_;
  Instant now_{};
  std::uint32_t client_ = 0;
};

/// What one check finds in a story that ends with its last record, or at `end` if that is later.
inline std::vector<trace::Violation> violations(std::string_view check, const Story& story,
                                                const plan::Plan& plan = plan_of(),
                                                Duration end = {}) {
  const trace::CheckSpec* spec = trace::find_check(check);
  std::vector<trace::ClientStatus> statuses(plan::client_count(plan));
  trace::Watches watches(plan, statuses, std::span(&spec, 1));
  trace::Violations found;
  Instant last = core::kStart + end;
  for (const Record& record : story.records()) {
    if (record.client < statuses.size()) statuses[record.client].see(record);
    watches.see(record, found);
    last = std::max(last, record.at);
  }
  watches.finish(last, found);
  return found.take();
}

/// What is measured of a story that ends at `end`.
inline trace::Metrics measure(const Story& story, Duration end,
                              const plan::Plan& plan = plan_of()) {
  std::vector<trace::ClientStatus> statuses(plan::client_count(plan));
  trace::MetricsFold fold(plan, statuses);
  for (const Record& record : story.records()) {
    fold.see(record);
    if (record.client < statuses.size()) statuses[record.client].see(record);
  }
  return fold.finish(core::kStart + end);
}

}  // namespace fishtank::tests
