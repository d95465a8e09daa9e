#include "plan/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "plan/fault.hpp"
#include "plan/grammar.hpp"
#include "plan/link_profiles.hpp"
#include "plan/policy_fields.hpp"
#include "plan/profiles.hpp"
#include "plan/read_profile.hpp"

namespace fishtank::plan {
namespace {

/// Keys keep the order in which they are added.
using Json = nlohmann::ordered_json;

constexpr const char* kDuration =
    "^-?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+(\\.[0-9]+)?(h|m|s|ms|us|ns))?$";
constexpr const char* kBytes = "^[0-9]+(\\.[0-9]+)?(B|kB|KiB|MB|MiB|GB|GiB)$";
constexpr const char* kByteRate =
    "^(unlimited|[0-9]+(\\.[0-9]+)?((B|kB|KiB|MB|MiB|GB|GiB)/s|(k|M|G)bit/s))$";
constexpr const char* kPercent = "^[0-9]+(\\.[0-9]+)?%$";
constexpr const char* kProfilePath = "/|\\.ya?ml$";
constexpr const char* kWallTime = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$";

Json pattern(const char* expression) { return {{"type", "string"}, {"pattern", expression}}; }

Json words(const std::vector<std::string>& list) { return {{"enum", list}}; }

Json reference(std::string_view definition) {
  return {{"$ref", fmt::format("#/$defs/{}", definition)}};
}

Json schema_of(const ValueType& type) {
  switch (type.kind) {
    case ValueKind::duration: return reference("duration");
    case ValueKind::count: {
      Json json{{"type", "integer"}};
      if (type.minimum != INT64_MIN) json["minimum"] = type.minimum;
      if (type.maximum != INT64_MAX) json["maximum"] = type.maximum;
      return json;
    }
    case ValueKind::percent: return pattern(kPercent);
    case ValueKind::bytes_per_second: return pattern(kByteRate);
    case ValueKind::bytes: return pattern(kBytes);
    case ValueKind::boolean: return {{"type", "boolean"}};
    case ValueKind::choice: return words({type.choices.begin(), type.choices.end()});
    case ValueKind::text: return {{"type", {"string", "number", "boolean"}}};
    case ValueKind::wall_time: return pattern(kWallTime);
  }
  __builtin_unreachable();
}

Json described(Json json, std::string_view about) {
  json["description"] = about;
  return json;
}

Json mapping(Json properties) {
  return {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

/// `client.profile` is short for `client: {profile: }`; what such a key may hold is not said.
Json with_dotted_keys(Json json) {
  json["patternProperties"] = {{"^[a-z_]+\\.", Json::object()}};
  return json;
}

template <typename T>
void add_fields(Json& properties, std::span<const Field<T>> fields) {
  for (const Field<T>& field : fields) {
    properties[std::string(field.name)] = described(schema_of(field.type), field.about);
  }
}

template <typename T>
Json mapping_of(std::span<const Field<T>> fields) {
  Json properties = Json::object();
  add_fields(properties, fields);
  return mapping(std::move(properties));
}

Json one_or_list(const Json& item) {
  return {{"anyOf", {item, {{"type", "array"}, {"items", item}, {"minItems", 1}}}}};
}

Json list_of(const Json& item) { return {{"type", "array"}, {"items", item}, {"minItems", 1}}; }

template <typename Table>
Json names_in(const Table& table) {
  std::vector<std::string> names;
  for (const auto& row : table) names.emplace_back(row.name);
  return words(names);
}

Json metric_names(const Vocabulary& vocabulary) {
  std::vector<std::string> names;
  for (const MetricInfo& metric : vocabulary.metrics) {
    if (!metric.is_distribution) names.emplace_back(metric.name);
    for (const std::string_view statistic : kStatistics) {
      if (metric.is_distribution) names.push_back(fmt::format("{}.{}", metric.name, statistic));
    }
  }
  return words(names);
}

/// A built-in profile, for completion, or the path of a file.
Json profile() { return {{"anyOf", {names_in(profiles()), pattern(kProfilePath)}}}; }

Json fault_names() {
  std::vector<std::string> names;
  for (const FaultSpec* fault : faults()) names.emplace_back(fault->name);
  return words(names);
}

Json seeds() {
  const Json one{
      {"anyOf", {{{"type", "integer"}, {"minimum", 0}}, pattern("^[0-9]+(\\.\\.[0-9]+)?$")}}};
  return one_or_list(one);
}

/// Writes the schema of what stands behind a key.
Json schema_of(const Key& key, const Vocabulary& vocabulary) {
  switch (key.shape) {
    case Shape::value: return schema_of(key.type);
    case Shape::tags: return {{"type", "array"}, {"items", schema_of({ValueKind::text})}};
    case Shape::seeds: return seeds();
    case Shape::matrix:
      return {{"type", "object"}, {"additionalProperties", {{"type", "array"}, {"minItems", 1}}}};
    case Shape::client: return reference("client");
    case Shape::clients: return list_of(reference("client"));
    case Shape::network: return reference("network");
    case Shape::link: return mapping_of(link_fields());
    case Shape::server: return mapping_of(server_fields());
    case Shape::timeline: return list_of(reference("event"));
    case Shape::expectations: return list_of(reference("expectation"));
    case Shape::profile: return profile();
    case Shape::link_profile: return names_in(link_profiles());
    case Shape::fault: return fault_names();
    case Shape::push: return mapping_of(push_fields());
    case Shape::send: return mapping_of(send_fields());
    case Shape::start: {
      Json json = mapping_of(start_fields());
      json["type"] = {"object", "null"};
      return json;
    }
    case Shape::nothing: return {{"type", "null"}};
    case Shape::names: return one_or_list({{"type", "string"}});
    case Shape::state: return schema_of({ValueKind::choice, Spelling<core::State>::words});
    case Shape::window:
      return {
          {"type", "array"}, {"items", reference("duration")}, {"minItems", 2}, {"maxItems", 2}};
    case Shape::metric: return metric_names(vocabulary);
    case Shape::bound: return {{"type", {"string", "integer"}}};
    case Shape::check: return names_in(vocabulary.checks);
  }
  __builtin_unreachable();
}

void add_key(Json& properties, const Key& key, const Vocabulary& vocabulary) {
  properties[std::string(key.name)] = described(schema_of(key, vocabulary), key.about);
}

/// `heartbeat.interval` both as a dotted key and as a key within `heartbeat`.
void add_policy(Json& properties) {
  for (const PolicyField& field : policy_fields()) {
    const Json json = described(schema_of(field.type), field.about);
    properties[std::string(field.name)] = json;
    Json* group = &properties;
    std::string_view rest = field.name;
    for (std::size_t dot = rest.find('.'); dot != rest.npos; dot = rest.find('.')) {
      Json& inner = (*group)[std::string(rest.substr(0, dot))];
      if (inner.is_null()) inner = with_dotted_keys(mapping(Json::object()));
      group = &inner["properties"];
      rest.remove_prefix(dot + 1);
    }
    (*group)[std::string(rest)] = json;
  }
}

Json client(const Vocabulary& vocabulary) {
  Json properties = Json::object();
  add_key(properties, key::profile, vocabulary);
  add_fields(properties, client_fields());
  add_policy(properties);
  return mapping(std::move(properties));
}

Json network(const Vocabulary& vocabulary) {
  Json properties = Json::object();
  add_key(properties, key::link_profile, vocabulary);
  add_fields(properties, link_fields());
  add_fields(properties, network_fields());
  add_key(properties, key::up, vocabulary);
  add_key(properties, key::down, vocabulary);
  const Json profile = properties[std::string(key::link_profile.name)];
  return {{"anyOf", {profile, mapping(std::move(properties))}}};
}

Json with_required(Json json, const std::vector<std::string>& required) {
  json["required"] = required;
  return json;
}

/// A timeline line with that fault.
Json fault_event(const FaultSpec& fault, const Vocabulary& vocabulary) {
  Json properties = Json::object();
  std::vector<std::string> required{std::string(key::at.name), std::string(key::fault.name)};
  add_key(properties, key::at, vocabulary);
  properties[std::string(key::fault.name)] = {{"const", fault.name}, {"description", fault.about}};
  if (fault.span == Span::period) add_key(properties, key::length, vocabulary);
  for (const Parameter& parameter : fault.parameters) {
    Json json = described(schema_of(parameter.type()), parameter.about);
    if (!parameter.fallback.empty()) json["default"] = parameter.fallback;
    properties[std::string(parameter.name)] = std::move(json);
    if (parameter.required()) required.emplace_back(parameter.name);
  }
  add_key(properties, key::targets, vocabulary);
  return with_required(mapping(std::move(properties)), required);
}

Json event(const Vocabulary& vocabulary) {
  Json forms = Json::array();
  for (const FaultSpec* fault : faults()) forms.push_back(fault_event(*fault, vocabulary));
  for (const Key& action : kActionKeys) {
    if (action.shape == Shape::fault) continue;
    Json properties = Json::object();
    add_key(properties, key::at, vocabulary);
    add_key(properties, action, vocabulary);
    add_key(properties, key::targets, vocabulary);
    forms.push_back(with_required(mapping(std::move(properties)),
                                  {std::string(key::at.name), std::string(action.name)}));
  }
  return {{"anyOf", std::move(forms)}};
}

Json expectation(const Vocabulary& vocabulary) {
  Json forms = Json::array();
  for (const ExpectForm& form : expect_forms()) {
    Json properties = Json::object();
    std::vector<std::string> required{std::string(form.head.name)};
    add_key(properties, form.head, vocabulary);
    for (const Key& key : form.required) {
      add_key(properties, key, vocabulary);
      required.emplace_back(key.name);
    }
    for (const Key& key : form.optional) add_key(properties, key, vocabulary);
    add_key(properties, key::targets, vocabulary);
    forms.push_back(with_required(mapping(std::move(properties)), required));
  }
  return {{"anyOf", std::move(forms)}};
}

/// A whole file, but for its definitions.
Json document(std::string_view title, Json properties) {
  Json schema = with_required(mapping(std::move(properties)), {"name"});
  schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  schema["title"] = title;
  return with_dotted_keys(std::move(schema));
}

}  // namespace

std::string scenario_schema(const Vocabulary& vocabulary) {
  Json properties = Json::object();
  add_fields(properties, run_fields());
  for (const Key& key : kScenarioKeys) add_key(properties, key, vocabulary);
  Json schema = document("A Fishtank scenario", std::move(properties));
  schema["$defs"] = {{"duration", pattern(kDuration)},
                     {"client", client(vocabulary)},
                     {"network", network(vocabulary)},
                     {"event", event(vocabulary)},
                     {"expectation", expectation(vocabulary)}};
  return schema.dump(2) + "\n";
}

std::string profile_schema() {
  Json properties = Json::object();
  add_fields(properties, profile_fields());
  add_key(properties, key::based_on, {});
  add_policy(properties);
  Json schema = document("A profile of Fishtank's clients", std::move(properties));
  schema["$defs"] = {{"duration", pattern(kDuration)}};
  return schema.dump(2) + "\n";
}

}  // namespace fishtank::plan
