#include "explore/subject.hpp"

#include <fmt/format.h>

#include <utility>
#include <variant>

#include "explore/notation.hpp"
#include "plan/print.hpp"
#include "plan/profiles.hpp"

namespace fishtank::explore {

plan::Parsed<Subject> read_subject(std::string_view text) {
  const auto parsed = parse_named(text);
  if (const auto* error = std::get_if<plan::UnitError>(&parsed)) return *error;
  const Named& named = std::get<Named>(parsed);
  const std::string fields = named.fields.empty() ? "" : ", " + named.fields;
  auto loaded = load_around(fmt::format("name: a profile\nclient: {{profile: {}{}}}\n",
                                        plan::yaml_scalar(named.name), fields));
  if (const auto* error = std::get_if<plan::UnitError>(&loaded)) return *error;
  const plan::Plan& plan = std::get<plan::Plan>(loaded);
  return Subject{
      .name = fields.empty() ? named.name : fmt::format("{} {{{}}}", named.name, named.fields),
      .client = plan.clients.front()};
}

std::vector<Subject> all_subjects() {
  std::vector<Subject> all;
  for (const plan::Profile& profile : plan::profiles()) {
    const std::string name(profile.name);
    plan::Client client;
    client.profile = name;
    client.policy = profile.policy;
    all.push_back({.name = name, .client = std::move(client)});
  }
  return all;
}

}  // namespace fishtank::explore
