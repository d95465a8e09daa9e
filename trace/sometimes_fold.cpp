#include "trace/sometimes_fold.hpp"

#include <algorithm>
#include <bit>
#include <variant>

#include "plan/fault.hpp"

namespace fishtank::trace {

namespace {

/// What every transport says of every frame; only asked for while a heartbeat could not be sent.
constexpr KindSet kSent = kinds(RecordKind::sent);

/// Whether the fault has an end for a client to live through.
bool lasts(const plan::FaultUse& use) {
  if (use.fault->span == plan::Span::period) return true;
  const auto steps = use.fault->steps(use.arguments, use.length);
  return std::ranges::any_of(steps, [](const plan::Step& step) { return step.length.has_value(); });
}

FaultLines lines_of(const plan::Plan& plan) {
  FaultLines lines;
  for (std::size_t event = 0; event < plan.timeline.size(); ++event) {
    const auto* use = std::get_if<plan::FaultUse>(&plan.timeline[event].action);
    if (use == nullptr || use->fault == nullptr || !lasts(*use)) continue;
    lines.lasting |= line_bit(event);
    if (use->fault->name == "half_open") lines.half_open |= line_bit(event);
  }
  return lines;
}

}  // namespace

SometimesFold::SometimesFold(const plan::Plan& plan)
    : lines_(lines_of(plan)), stories_(plan::client_count(plan)) {
  auto story = stories_.begin();
  for (const plan::Client& group : plan.clients) {
    for (std::int32_t one = 0; one < group.count; ++one, ++story) {
      story->policy = &group.policy;
      story->lines = &lines_;
    }
  }
  for (std::size_t index = 0; index < situations().size(); ++index) {
    const KindSet sees = situations()[index].sees;
    wanted_ |= sees & ~kSent;
    for (std::size_t kind = 0; kind < kRecordKinds; ++kind) {
      if ((sees >> kind & 1U) != 0) asked_of_[kind] |= SituationSet{1} << index;
    }
  }
}

void SometimesFold::look(const Record& record) {
  ClientStory& story = stories_[record.client];
  static const std::span<const Situation> all = situations();
  SituationSet& asked = asked_of_[static_cast<std::size_t>(record.kind)];
  for (SituationSet rest = asked; rest != 0; rest &= rest - 1) {
    const auto index = static_cast<std::size_t>(std::countr_zero(rest));
    if (!all[index].occurs(record, story)) continue;
    occurred_ |= SituationSet{1} << index;
    asked &= ~(SituationSet{1} << index);
  }
  failing_ -= story.heartbeat_fails ? 1 : 0;
  story.see(record);
  failing_ += story.heartbeat_fails ? 1 : 0;
  wanted_ = failing_ == 0 ? wanted_ & ~kSent : wanted_ | kSent;
}

}  // namespace fishtank::trace
