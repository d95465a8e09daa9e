#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "plan/fields.hpp"
#include "plan/read_plan.hpp"
#include "plan/read_policy.hpp"

namespace fishtank::plan {
namespace {

constexpr std::size_t kMostGroups = 1'000;

Client read_client(Reading& reading, ProfileFiles& profiles, const Node& node) {
  Client client;
  client.policy = core::xianyu_live();
  MappingReader keys(reading, node, "a client");
  if (const Node* named = keys.take(key::profile)) {
    if (const Profile* profile = profiles.find(reading, *named)) {
      client.profile = profile->built_in;
      client.policy = profile->policy;
    }
  }
  keys.take_fields(client_fields(), client);
  if (const Node* name = keys.take("name"); name != nullptr && !is_word(client.name)) {
    reading.mistake(*name, "a client's name has letters, digits, `-` and `_`, 64 at most");
  }
  read_policy(reading, keys, client.policy);
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

std::vector<Client> read_clients(Reading& reading, ProfileFiles& profiles, const Node* one,
                                 const Node* several) {
  if (one != nullptr && several != nullptr) {
    reading.mistake(*several, "`client` and `clients` stand beside each other",
                    "`client` is for a single kind; put it into the list");
  }
  if (several == nullptr) {
    if (one != nullptr) return {read_client(reading, profiles, *one)};
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
    for (const Node& item : several->items) {
      clients.push_back(read_client(reading, profiles, item));
    }
    check_names_differ(reading, *several, clients);
    check_total(reading, *several, clients);
  }
  if (clients.empty()) clients.emplace_back();
  return clients;
}

}  // namespace fishtank::plan
