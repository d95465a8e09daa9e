#include <fmt/format.h>

#include "plan/fault.hpp"
#include "plan/read_plan.hpp"

namespace fishtank::plan {
namespace {

/// The values of all parameters, in their order; nothing, and mistakes noted, if one is missing or
/// bad.
std::optional<Arguments> read_arguments(Reading& reading, MappingReader& keys, const Node& name,
                                        const FaultSpec& fault) {
  const Arguments defaults = default_arguments(fault);
  Arguments arguments;
  bool good = true;
  for (const Parameter& parameter : fault.parameters) {
    if (const Node* node = keys.take(parameter.name)) {
      const auto value = reading.value(*node, parameter.name, parameter.type());
      good = good && value.has_value();
      if (value) arguments.set(parameter.name, *value);
    } else if (parameter.required()) {
      reading.mistake(name, fmt::format("`{}` needs `{}`", fault.name, parameter.name),
                      fmt::format("as in `{}`", fault.example));
      good = false;
    } else {
      arguments.set(parameter.name, *defaults.find(parameter.name));
    }
  }
  return good ? std::optional(std::move(arguments)) : std::nullopt;
}

void read_length(Reading& reading, MappingReader& keys, FaultUse& use, Duration at) {
  const Node* node = keys.take(key::length);
  if (node == nullptr) return;
  if (use.fault->span == Span::moment) {
    reading.mistake(*node,
                    fmt::format("`{}` happens in a moment and takes no `for`", use.fault->name),
                    fmt::format("as in `{}`", use.fault->example));
    return;
  }
  use.length = reading.duration(*node, key::length);
  if (use.length) reading.check_moment(*node, "the end of this fault", at + *use.length);
}

/// A fault that happens in a moment may leave something behind for a while, as a restart does.
void check_aftermath(Reading& reading, const Node& name, const FaultUse& use, Duration at) {
  if (use.fault->span != Span::moment) return;
  const Event event{.at = at, .targets = {}, .action = use, .mark = {}};
  if (end_of(event) == at) return;
  reading.check_moment(name, fmt::format("the end of this `{}`", use.fault->name), end_of(event));
}

}  // namespace

Action read_fault(Reading& reading, MappingReader& keys, const Node& name, Duration at) {
  const auto text = reading.value(name, key::fault.name, {ValueKind::text});
  const FaultSpec* fault = text ? find_fault(std::get<std::string>(*text)) : nullptr;
  if (fault == nullptr) {
    std::vector<std::string_view> known;
    for (const FaultSpec* each : faults()) known.push_back(each->name);
    if (text) reading.unknown_word(name, "fault", known);
    for (const auto& [key, value] : keys.rest()) keys.take(key->text);  // whose they are is unknown
    return FaultUse{};
  }
  FaultUse use{fault, {}, std::nullopt};
  read_length(reading, keys, use, at);
  const auto arguments = read_arguments(reading, keys, name, *fault);
  keys.refuse_rest();
  if (!arguments) return FaultUse{};
  use.arguments = *arguments;
  const std::string_view nonsense =
      fault->nonsense == nullptr ? std::string_view{} : fault->nonsense(use.arguments);
  if (!nonsense.empty()) reading.mistake(name, fmt::format("`{}`: {}", fault->name, nonsense));
  check_aftermath(reading, name, use, at);
  return use;
}

}  // namespace fishtank::plan
