#include <array>

#include "trace/sometimes/groups.hpp"

namespace fishtank::trace::sometimes {

namespace {

using core::State;

/// The next heartbeat was due while nothing ran.
bool froze_across_a_deadline(const Record& record, const ClientStory& story) {
  const core::Duration interval = story.policy->heartbeat.interval;
  return interval != core::kOff && story.in(State::connected) &&
         story.frozen_since != core::kNever && record.at - story.frozen_since >= interval;
}

bool overlaps(const Record& record, const ClientStory& story) {
  return (story.faults_at_work & ~line_bit(record.a)) != 0;
}

/// The fault that touched the client last is taken for the loss; another one lasts on.
bool lost_while_another_lasts(const Record& record, const ClientStory& story) {
  if (!is_loss(record) || story.touched_by == 0) return false;
  return (story.faults_at_work & ~line_bit(story.touched_by - std::uint64_t{1})) != 0;
}

constexpr std::array kAll{
    Situation{.name = "freeze_across_a_deadline",
              .about = "A process is suspended while CONNECTED, and wakes up when a heartbeat is "
                       "overdue.",
              .sees = kinds(RecordKind::thawed),
              .occurs = froze_across_a_deadline},
    Situation{.name = "wall_clock_jumps",
              .about = "The host's calendar is set anew while the client runs.",
              .sees = kinds(RecordKind::clock_set),
              .occurs =
                  [](const Record&, const ClientStory& story) {
                    return !story.in(State::disconnected) && !story.in(State::closed);
                  }},
    Situation{.name = "faults_overlap",
              .about = "A fault begins for a client while another one lasts.",
              .sees = kinds(RecordKind::fault_started),
              .occurs = overlaps},
    Situation{.name = "loss_while_another_fault_lasts",
              .about = "One fault costs the connection while another one lasts.",
              .sees = kinds(RecordKind::state_changed),
              .occurs = lost_while_another_lasts},
};

}  // namespace

std::span<const Situation> weather() { return kAll; }

}  // namespace fishtank::trace::sometimes
