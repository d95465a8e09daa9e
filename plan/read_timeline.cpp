#include <fmt/format.h>

#include <algorithm>

#include "plan/fields.hpp"
#include "plan/read_plan.hpp"

namespace fishtank::plan {
namespace {

template <typename T>
T read_fields(Reading& reading, const Node& node, std::string_view what,
              std::span<const Field<T>> fields) {
  T action;
  if (node.kind == Node::Kind::null) return action;
  MappingReader keys(reading, node, what);
  keys.take_fields(fields, action);
  keys.refuse_rest();
  return action;
}

PushAction read_push(Reading& reading, const Node& node, Duration at) {
  PushAction push = read_fields<PushAction>(reading, node, "`push`", push_fields());
  if (push.every > Duration{kYearInNanoseconds} / push.count) {
    reading.mistake(node, "the last message of this push is more than a year later");
    push.every = Duration::zero();
  }
  if (push.bundled && push.every > Duration::zero()) {
    reading.mistake(node, "`bundled` messages come together and take no `every`");
  }
  reading.check_moment(node, "the last message of this push", at + (push.count - 1) * push.every);
  return push;
}

template <typename T>
T read_nothing(Reading& reading, const Node& node, const Key& key) {
  if (node.kind != Node::Kind::null) {
    reading.mistake(node, fmt::format("`{}` takes no value", key.name),
                    fmt::format("as in `{{at: 5m, {}: }}`", key.name));
  }
  return {};
}

Action read_action(Reading& reading, MappingReader& keys, const Key& key, const Node& node,
                   Duration at) {
  if (key.name == key::fault.name) return read_fault(reading, keys, node, at);
  if (key.name == key::push.name) return read_push(reading, node, at);
  if (key.name == key::send.name) {
    return read_fields<SendAction>(reading, node, "`send`", send_fields());
  }
  if (key.name == key::start.name) {
    return read_fields<StartAction>(reading, node, "`start`", start_fields());
  }
  if (key.name == key::stop.name) return read_nothing<StopAction>(reading, node, key);
  if (key.name == key::disable.name) return read_nothing<DisableAction>(reading, node, key);
  return read_nothing<EnableAction>(reading, node, key);
}

/// The one key of the line that says what happens; null, and a mistake noted, if there is none or
/// two.
const Key* find_action(Reading& reading, const Node& line) {
  const Key* found = nullptr;
  for (const Key& key : kActionKeys) {
    if (line.find(key.name) == nullptr) continue;
    if (found != nullptr) {
      reading.mistake(line, fmt::format("`{}` and `{}` in one line", found->name, key.name),
                      "one line for each; lines may have the same `at`");
      return nullptr;
    }
    found = &key;
  }
  if (found == nullptr && line.is_mapping()) {
    std::vector<std::string_view> names;
    for (const Key& key : kActionKeys) names.push_back(key.name);
    reading.mistake(line, "this line does not say what happens",
                    fmt::format("write one of {}", one_of(names)));
  }
  return found;
}

std::optional<Event> read_event(Reading& reading, const Node& line, const Plan& plan) {
  MappingReader keys(reading, line, "a line of the timeline");
  if (!keys.good()) return std::nullopt;
  Event event;
  event.mark = line.mark;
  if (const Node* at = keys.require(key::at)) {
    event.at = reading.moment(*at, key::at).value_or(Duration::zero());
  }
  if (const Node* targets = keys.take(key::targets)) {
    event.targets = read_targets(reading, *targets, plan);
  }
  const Key* action = find_action(reading, line);
  if (action == nullptr) return std::nullopt;
  const Node& node = *keys.take(*action);
  event.action = read_action(reading, keys, *action, node, event.at);
  keys.refuse_rest();
  return event;
}

}  // namespace

std::vector<Event> read_timeline(Reading& reading, const Node& node, const Plan& plan) {
  std::vector<Event> events;
  if (!node.is_list() || node.items.empty()) {
    reading.mistake(node, "`timeline` must be a list with at least one line",
                    "as in `- {at: 60s, fault: drop}`; leave it out if nothing happens");
    return events;
  }
  for (const Node& line : node.items) {
    if (auto event = read_event(reading, line, plan)) events.push_back(*std::move(event));
  }
  return events;
}

Duration end_of(const Event& event) {
  if (const auto* push = std::get_if<PushAction>(&event.action)) {
    return event.at + (push->count - 1) * push->every;
  }
  const auto* use = std::get_if<FaultUse>(&event.action);
  if (use == nullptr || use->fault == nullptr) return event.at;
  if (use->length) return event.at + *use->length;
  Duration end = event.at;
  for (const Step& step : use->fault->steps(use->arguments, use->length)) {
    end = std::max(end, event.at + step.after + step.length.value_or(Duration::zero()));
  }
  return end;
}

}  // namespace fishtank::plan
