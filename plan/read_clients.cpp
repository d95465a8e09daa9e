#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "plan/fields.hpp"
#include "plan/policy_fields.hpp"
#include "plan/profiles.hpp"
#include "plan/read_plan.hpp"

namespace fishtank::plan {
namespace {

constexpr std::size_t kMostGroups = 1'000;

void read_profile(Reading& reading, const Node& node, Client& client) {
  const auto text = reading.value(node, key::profile.name, {ValueKind::text});
  if (!text) return;
  if (const Profile* profile = find_profile(std::get<std::string>(*text))) {
    client.profile = profile->name;
    client.policy = profile->policy;
    return;
  }
  std::vector<std::string_view> known;
  for (const Profile& profile : profiles()) known.push_back(profile.name);
  reading.unknown_word(node, "profile", known);
}

/// Whether a policy has fields whose names begin with `prefix` and a dot.
bool is_policy_group(std::string_view prefix) {
  return std::ranges::any_of(policy_fields(), [&](const PolicyField& field) {
    return field.name.size() > prefix.size() && field.name.starts_with(prefix) &&
           field.name[prefix.size()] == '.';
  });
}

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

/// What stands under `prefix` of a policy, key by key; groups within groups.
void read_policy_entry(Reading& reading, const Node& key, const Node& value,
                       const std::string& name, core::Policy& policy) {
  if (const PolicyField* field = find_policy_field(name)) {
    if (const auto read = reading.value(value, name, field->type)) field->set(policy, *read);
    return;
  }
  if (is_policy_group(name)) {
    MappingReader group(reading, value, fmt::format("`{}`", name));
    for (const auto& [inner_key, inner] : group.rest()) {
      read_policy_entry(reading, *inner_key, *inner, fmt::format("{}.{}", name, inner_key->text),
                        policy);
    }
    return;
  }
  const std::string group = name.substr(0, name.rfind('.'));
  reading.unknown_key(key, fmt::format("`{}`", group), next_words(group + "."));
}

void check_name(Reading& reading, const Node& node, const Client& client) {
  const bool good = !client.name.empty() && client.name.size() <= 64 &&
                    std::ranges::all_of(client.name, [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') || c == '-' || c == '_';
                    });
  if (good) return;
  reading.mistake(node, "a client's name has letters, digits, `-` and `_`, 64 at most");
}

Client read_client(Reading& reading, const Node& node) {
  Client client;
  client.policy = core::xianyu_live();
  MappingReader keys(reading, node, "a client");
  if (const Node* profile = keys.take(key::profile)) read_profile(reading, *profile, client);
  keys.take_fields(client_fields(), client);
  if (const Node* name = keys.take("name")) check_name(reading, *name, client);
  for (const auto& [key, value] : keys.rest()) {
    if (!is_policy_group(key->text)) continue;
    keys.take(key->text);
    read_policy_entry(reading, *key, *value, key->text, client.policy);
  }
  for (const std::string_view group : next_words("")) keys.take(group);
  keys.refuse_rest();
  reading.check_moment(node, "the start of the last client", client.start_at + client.start_spread);
  return client;
}

/// Whether `name` is that of a member of `group`: `buyer-3` of five `buyer`.
bool is_member(std::string_view name, const Client& group) {
  if (group.count == 1 || !name.starts_with(group.name + "-")) return false;
  const auto number = parse_count(name.substr(group.name.size() + 1));
  const auto* value = std::get_if<std::int64_t>(&number);
  return value != nullptr && *value >= 1 && *value <= group.count;
}

void check_names_differ(Reading& reading, const Node& list, const std::vector<Client>& clients) {
  for (std::size_t i = 0; i < clients.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const bool same = clients[i].name == clients[j].name;
      if (!same && !is_member(clients[i].name, clients[j]) &&
          !is_member(clients[j].name, clients[i])) {
        continue;
      }
      reading.mistake(list.items[i], fmt::format("two clients are called `{}`", clients[i].name),
                      fmt::format("give them a `name` each; the other one is in line {}",
                                  list.items[j].mark.line));
    }
  }
}

void check_total(Reading& reading, const Node& list, const std::vector<Client>& clients) {
  std::int64_t total = 0;
  for (const Client& client : clients) total += client.count;
  if (total <= kMostClients) return;
  reading.mistake(
      list, fmt::format("{} clients are more than the {} a run may have", total, kMostClients));
}

}  // namespace

std::vector<Client> read_clients(Reading& reading, const Node* one, const Node* several) {
  if (one != nullptr && several != nullptr) {
    reading.mistake(*several, "`client` and `clients` stand beside each other",
                    "`client` is for a single kind; put it into the list");
  }
  if (several == nullptr) {
    if (one != nullptr) return {read_client(reading, *one)};
    Client client;
    client.policy = core::xianyu_live();
    return {client};
  }
  std::vector<Client> clients;
  if (!several->is_list() || several->items.empty() || several->items.size() > kMostGroups) {
    reading.mistake(*several,
                    fmt::format("`clients` must be a list of 1 to {} clients", kMostGroups),
                    "as in `clients: [{name: seller}, {name: buyer, count: 10}]`");
  } else {
    for (const Node& item : several->items) clients.push_back(read_client(reading, item));
    check_names_differ(reading, *several, clients);
    check_total(reading, *several, clients);
  }
  if (clients.empty()) clients.emplace_back();
  return clients;
}

}  // namespace fishtank::plan
