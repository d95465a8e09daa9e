#include "stage/replay.hpp"

#include <string_view>
#include <utility>
#include <vector>

#include "stage/recording_text.hpp"
#include "trace/describe.hpp"

namespace fishtank::stage {

namespace {

void call(core::Connection& core, const RecordedCall& call, core::Effects& effects) {
  if (call.input) {
    core.handle(*call.input, call.at, effects);
  } else {
    core.tick(call.at, effects);
  }
}

void tell_all(const std::function<void(const trace::Record&)>& tell, const RecordedCall& call,
              const core::Effects& effects) {
  const auto tell_one = [&](trace::Record record) {
    record.at = call.at;
    record.client = 0;
    tell(record);
  };
  if (call.input) tell_one(trace::describe(*call.input));
  for (const core::Effect& effect : effects) tell_one(trace::describe(effect));
}

/// What came of a call, as lines.
std::vector<std::string> lines_of(const core::Effects& effects, core::Instant deadline_before,
                                  core::Instant deadline) {
  std::vector<std::string> lines;
  const auto add = [&](const auto& append, const auto& what) {
    std::string& line = lines.emplace_back();
    append(what, line);
    line.pop_back();
  };
  for (const core::Effect& effect : effects) add(append_effect, effect);
  if (deadline != deadline_before) add(append_wait, deadline);
  return lines;
}

/// The effect that the recording has next; empty: none. One that differs is looked at more closely:
/// it may be damage.
std::string next_effect(RecordingReader& recording, std::string_view replayed) {
  const std::string recorded = recording.next_effect().value_or("");
  if (!recorded.empty() && recorded != replayed && !is_json(recorded)) {
    throw RecordingError(recording.line(), "is no JSON");
  }
  return recorded;
}

/// Compares what came of a call with what the recording has next.
std::optional<Parting> compare(RecordingReader& recording, core::Instant at,
                               const std::vector<std::string>& lines) {
  for (const std::string& replayed : lines) {
    std::string recorded = next_effect(recording, replayed);
    if (recorded != replayed) return Parting{recording.line(), at, std::move(recorded), replayed};
  }
  std::string more = next_effect(recording, "");
  if (more.empty()) return std::nullopt;
  return Parting{recording.line(), at, std::move(more), ""};
}

}  // namespace

Replayed replay(RecordingReader& recording, const std::function<void(const trace::Record&)>& tell) {
  core::Connection core = recording.header().connection();
  core::Effects effects;
  Replayed result;
  while (const auto next = recording.next_call()) {
    const core::Instant deadline = core.next_deadline();
    call(core, *next, effects);
    if (tell) tell_all(tell, *next, effects);
    result.parting =
        compare(recording, next->at, lines_of(effects, deadline, core.next_deadline()));
    if (result.parting) break;
    ++result.inputs;
    result.effects += effects.size();
    effects.clear();
  }
  return result;
}

}  // namespace fishtank::stage
