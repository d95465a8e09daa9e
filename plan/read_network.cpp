#include "plan/fields.hpp"
#include "plan/link_profiles.hpp"
#include "plan/read_plan.hpp"

namespace fishtank::plan {
namespace {

void read_profile(Reading& reading, const Node& node, Network& network, std::string& name) {
  const auto text = reading.value(node, key::link_profile.name, {ValueKind::text});
  if (!text) return;
  if (const LinkProfile* profile = find_link_profile(std::get<std::string>(*text))) {
    name = profile->name;
    network = profile->network;
    return;
  }
  std::vector<std::string_view> known;
  for (const LinkProfile& profile : link_profiles()) known.push_back(profile.name);
  reading.unknown_word(node, "link profile", known);
}

void read_link(Reading& reading, const Node& node, std::string_view what, Link& link) {
  MappingReader keys(reading, node, what);
  keys.take_fields(link_fields(), link);
  keys.refuse_rest();
}

}  // namespace

Network read_network(Reading& reading, const Node& node, std::string& profile) {
  Network network;
  if (node.is_scalar()) {
    read_profile(reading, node, network, profile);
    return network;
  }
  MappingReader keys(reading, node, "`network`");
  if (const Node* named = keys.take(key::link_profile)) {
    read_profile(reading, *named, network, profile);
  }
  keys.take_fields(network_fields(), network);
  keys.take_fields(link_fields(), network.up);
  keys.take_fields(link_fields(), network.down);
  if (const Node* up = keys.take(key::up)) read_link(reading, *up, "`up`", network.up);
  if (const Node* down = keys.take(key::down)) read_link(reading, *down, "`down`", network.down);
  keys.refuse_rest();
  return network;
}

}  // namespace fishtank::plan
