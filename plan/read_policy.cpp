#include "plan/read_policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace fishtank::plan {
namespace {

/// The words that may follow `prefix` (empty, or ending with a dot) in names of policy fields.
std::vector<std::string_view> next_words(std::string_view prefix) {
  std::vector<std::string_view> words;
  for (const PolicyField& field : policy_fields()) {
    if (!field.name.starts_with(prefix)) continue;
    const std::string_view rest = field.name.substr(prefix.size());
    const std::string_view word = rest.substr(0, rest.find('.'));
    if (words.empty() || words.back() != word) words.push_back(word);
  }
  return words;
}

struct PolicyReader {
  Reading& reading;
  core::Policy& policy;
  std::vector<PolicySetting> settings = {};

  /// What stands under `name`, key by key; groups within groups.
  void read(const Node& key, const Node& value, const std::string& name) {
    if (const PolicyField* field = find_policy_field(name)) {
      if (const auto read = reading.value(value, name, field->type)) {
        field->set(policy, *read);
        settings.push_back({field, value.mark});
      }
    } else if (is_policy_group(name)) {
      MappingReader group(reading, value, fmt::format("`{}`", name));
      for (const auto& [inner_key, inner] : group.rest()) {
        read(*inner_key, *inner, fmt::format("{}.{}", name, inner_key->text));
      }
    } else {
      const std::string group = name.substr(0, name.rfind('.'));
      reading.unknown_key(key, fmt::format("`{}`", group), next_words(group + "."));
    }
  }
};

}  // namespace

bool is_policy_group(std::string_view prefix) {
  return std::ranges::any_of(policy_fields(), [&](const PolicyField& field) {
    return field.name.size() > prefix.size() && field.name.starts_with(prefix) &&
           field.name[prefix.size()] == '.';
  });
}

std::vector<PolicySetting> read_policy(Reading& reading, MappingReader& keys,
                                       core::Policy& policy) {
  PolicyReader reader{reading, policy};
  for (const auto& [key, value] : keys.rest()) {
    if (!is_policy_group(key->text)) continue;
    keys.take(key->text);
    reader.read(*key, *value, key->text);
  }
  for (const std::string_view group : next_words("")) keys.take(group);
  return std::move(reader.settings);
}

}  // namespace fishtank::plan
