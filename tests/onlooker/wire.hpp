#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "core/policy.hpp"
#include "onlooker/onlooker.hpp"
#include "tests/helpers/records.hpp"

/// Small builders for what a server writes down.
namespace fishtank::tests {

/// A frame that came in on that session.
inline Story& comes(Story& story, FrameKind kind, std::uint64_t session = 1) {
  return story.tell(RecordKind::server_received, session, 0, trace::frame_detail(kind, false));
}

/// /reg came and was accepted; ackDiff came.
inline Story& registers(Story& story, std::uint64_t session = 1) {
  comes(story, FrameKind::registration, session).tell(RecordKind::server_registered, session);
  return comes(story, FrameKind::ack_diff, session).tell(RecordKind::server_ready, session);
}

/// From nothing to a session that is ready, in one moment.
inline Story& arrives(Story& story, std::uint64_t session = 1) {
  return registers(story.tell(RecordKind::server_accepted, session), session);
}

/// Heartbeats each 15 s from `from` up to `until`, both included.
inline Story& beats(Story& story, Duration from, Duration until, std::uint64_t session = 1) {
  for (Duration at = from; at <= until; at += seconds(15)) {
    comes(story.at(at), FrameKind::heartbeat, session);
  }
  return story;
}

/// The answer to the last request of that session was left out.
inline Story& withheld(Story& story, std::uint64_t session = 1) {
  return story.tell(RecordKind::server_withheld, session, 0,
                    trace::frame_detail(FrameKind::response, false));
}

inline onlooker::Expected documented() { return onlooker::expected_of(core::xianyu_live()); }

/// The same of a server that trusts signs of life only.
inline onlooker::Expected wary() {
  onlooker::Expected expected = documented();
  expected.open_means_alive = false;
  return expected;
}

/// The same of one that gives a connection up whose peer acknowledges nothing for a minute.
inline onlooker::Expected wary_with_tcp() {
  onlooker::Expected expected = wary();
  expected.gone_within = seconds(63);
  return expected;
}

/// What is found in a story that ends with its last record, or at `end` if that is later.
inline std::vector<onlooker::Finding> found(const Story& story, Duration end = {},
                                            const onlooker::Expected& expected = documented()) {
  onlooker::Onlooker onlooker(expected);
  Instant last = core::kStart + end;
  for (const Record& record : story.records()) {
    onlooker.see(record);
    last = std::max(last, record.at);
  }
  onlooker.finish(last);
  return {onlooker.findings().begin(), onlooker.findings().end()};
}

/// "check, check", in the order in which they were found.
inline std::string names(const std::vector<onlooker::Finding>& findings) {
  std::string list;
  for (const onlooker::Finding& finding : findings) {
    list += (list.empty() ? "" : ", ") + std::string(finding.check);
  }
  return list;
}

}  // namespace fishtank::tests
