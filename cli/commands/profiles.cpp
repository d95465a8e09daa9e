#include "plan/profiles.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/vocabulary.hpp"
#include "plan/fields.hpp"
#include "plan/link_profiles.hpp"
#include "plan/policy_fields.hpp"
#include "report/style.hpp"

namespace fishtank::cli {

namespace {

using plan::LinkProfile;
using plan::PolicyField;
using plan::Profile;
using report::Style;

std::vector<std::string_view> profile_names() {
  std::vector<std::string_view> names;
  for (const Profile& profile : plan::profiles()) names.push_back(profile.name);
  for (const LinkProfile& profile : plan::link_profiles()) names.push_back(profile.name);
  return names;
}

std::string list_all(const Style& style, const Context& context) {
  const std::size_t column = column_width(profile_names());
  std::string text = style.heading("client profiles") + "  (client: {profile: NAME})\n";
  for (const Profile& profile : plan::profiles()) {
    text += report::row(profile.name, column, first_sentence(profile.about));
  }
  text += '\n' + style.heading("network profiles") + "  (network: {profile: NAME})\n";
  for (const LinkProfile& profile : plan::link_profiles()) {
    text += report::row(profile.name, column, first_sentence(profile.about));
  }
  return text +
         fmt::format("\n`{} profiles NAME` shows one with all its values.\n", context.program);
}

/// `heartbeat.interval = 15s`, marked when it is not what the documents say.
std::string show(const Profile& profile, const Style& style) {
  const auto differing = plan::differing_fields(profile.policy, core::Policy{});
  std::string text =
      fmt::format("{}\n{}\n{}\n", style.heading(profile.name), report::wrap(profile.about, 2),
                  style.heading("Values (* differs from xianyu-live)"));
  for (const PolicyField& field : plan::policy_fields()) {
    const bool differs = std::ranges::any_of(
        differing, [&](const auto* other) { return other->name == field.name; });
    const std::string value =
        fmt::format("{} {}: {}", differs ? '*' : ' ', field.name,
                    plan::print_value(field.get(profile.policy), field.type.kind));
    constexpr std::size_t kColumn = 44;
    text += report::row(value, kColumn, field.about, 0);
  }
  return text;
}

std::string show(const LinkProfile& profile, const Style& style) {
  std::string text =
      fmt::format("{}\n{}\n", style.heading(profile.name), report::wrap(profile.about, 2));
  const auto add = [&](std::string_view heading, const auto& fields, const auto& object) {
    text += style.heading(heading) + '\n';
    for (const auto& field : fields) {
      text += fmt::format("  {}: {}\n", field.name,
                          plan::print_value(field.get(object), field.type.kind));
    }
  };
  add("up", plan::link_fields(), profile.network.up);
  add("down", plan::link_fields(), profile.network.down);
  add("both", plan::network_fields(), profile.network);
  return text;
}

ExitCode show_profiles(const std::string& name, const Context& context) {
  const Style style{context.console.colour};
  if (name.empty()) {
    print(list_all(style, context));
  } else if (const Profile* profile = plan::find_profile(name)) {
    print(show(*profile, style));
  } else if (const LinkProfile* link = plan::find_link_profile(name)) {
    print(show(*link, style));
  } else {
    refuse_name("profile", name, profile_names(), context.program + " profiles");
  }
  return ExitCode::passed;
}

}  // namespace

void add_profiles(CLI::App& app, Action& chosen) {
  auto name = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "profiles", "List the profiles of clients and networks, or show one with its values");
  command->add_option("NAME", *name, "The profile to show")->type_name("");
  command->callback([name, &chosen] {
    chosen = [name](const Context& context) { return show_profiles(*name, context); };
  });
}

}  // namespace fishtank::cli
