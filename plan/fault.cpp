#include "plan/fault.hpp"

#include <algorithm>
#include <cassert>

#include "plan/spelling.hpp"

namespace fishtank::plan {

void Arguments::set(std::string_view name, Value value) {
  for (auto& [known, old] : values_) {
    if (known == name) {
      old = std::move(value);
      return;
    }
  }
  values_.emplace_back(std::string(name), std::move(value));
}

const Value* Arguments::find(std::string_view name) const {
  const auto found = std::ranges::find(values_, name, [](const auto& pair) { return pair.first; });
  return found == values_.end() ? nullptr : &found->second;
}

const Value& Arguments::at(std::string_view name) const {
  const Value* value = find(name);
  assert(value != nullptr && "the fault has no parameter of that name");
  return *value;
}

Duration Arguments::duration(std::string_view name) const { return std::get<Duration>(at(name)); }

std::int64_t Arguments::number(std::string_view name) const {
  return std::get<std::int64_t>(at(name));
}

bool Arguments::flag(std::string_view name) const { return std::get<bool>(at(name)); }

const std::string& Arguments::text(std::string_view name) const {
  return std::get<std::string>(at(name));
}

Direction Arguments::direction(std::string_view name) const {
  return from_word<Direction>(text(name));
}

Arguments default_arguments(const FaultSpec& fault) {
  Arguments arguments;
  for (const Parameter& parameter : fault.parameters) {
    if (parameter.required()) continue;
    const auto value = parse_value(parameter.fallback, parameter.type());
    assert(std::holds_alternative<Value>(value) && "a default that is no value");
    arguments.set(parameter.name, std::get<Value>(value));
  }
  return arguments;
}

std::string_view name(Layer layer) {
  switch (layer) {
    case Layer::connecting: return "connecting";
    case Layer::stream: return "stream";
    case Layer::websocket: return "WebSocket";
    case Layer::server: return "server";
    case Layer::services: return "services";
    case Layer::client_host: return "client host";
  }
  __builtin_unreachable();
}

}  // namespace fishtank::plan
