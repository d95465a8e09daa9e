#include "plan/profiles.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "cli/input_error.hpp"
#include "cli/vocabulary.hpp"
#include "plan/fields.hpp"
#include "plan/link_profiles.hpp"
#include "plan/policy_fields.hpp"
#include "plan/profile_files.hpp"
#include "report/style.hpp"

namespace fishtank::cli {

namespace {

using plan::LinkProfile;
using plan::PolicyField;
using plan::Profile;
using report::Style;

struct Options {
  std::string name;
  bool markdown = false;
};

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

std::string value_of(const PolicyField& field, const core::Policy& policy) {
  return plan::print_value(field.get(policy), field.type.kind);
}

/// Why the profile has a field as it has; empty if nobody says.
std::string_view reason(const Profile& profile, const PolicyField& field) {
  const auto found = std::ranges::find(profile.choices, &field, &plan::Choice::field);
  return found == profile.choices.end() ? std::string_view() : std::string_view(found->why);
}

/// A field in which the profile differs from the documented defaults, and why.
std::string difference(const Profile& profile, const PolicyField& field) {
  const std::string_view why = reason(profile, field);
  return fmt::format("Documented: {}. {}", value_of(field, core::Policy{}),
                     why.empty() ? field.about : why);
}

constexpr std::size_t kValueColumn = 44;

std::string show(const Profile& profile, const Style& style) {
  std::string text =
      fmt::format("{}\n{}", style.heading(profile.name), report::wrap(profile.about, 2));
  const auto differing = plan::differing_fields(profile.policy, core::Policy{});
  if (!differing.empty()) {
    text += '\n' + style.heading(fmt::format("Differs from {}", plan::Client{}.profile)) + '\n';
  }
  for (const PolicyField* field : differing) {
    text += report::row(fmt::format("{}: {}", field->name, value_of(*field, profile.policy)),
                        kValueColumn, difference(profile, *field));
  }
  text += '\n' + style.heading("All fields") + '\n';
  for (const PolicyField& field : plan::policy_fields()) {
    const std::string_view why = reason(profile, field);
    text += report::row(
        fmt::format("{}: {}", field.name, value_of(field, profile.policy)), kValueColumn,
        why.empty() ? std::string(field.about) : fmt::format("{} [{}]", field.about, why));
  }
  return text;
}

/// A profile as a section of docs/profiles.md.
std::string section(const Profile& profile) {
  std::string text = fmt::format("\n### {}\n\n{}\n", profile.name, profile.about);
  const auto differing = plan::differing_fields(profile.policy, core::Policy{});
  if (!differing.empty()) text += '\n';
  for (const PolicyField* field : differing) {
    text += fmt::format("- `{}: {}`: {}\n", field->name, value_of(*field, profile.policy),
                        difference(profile, *field));
  }
  return text;
}

/// A row of the table: bold where a profile differs from the documented default; empty if none
/// does.
std::string table_row(const PolicyField& field) {
  const std::string documented = value_of(field, core::Policy{});
  bool any = false;
  std::string row = fmt::format("| `{}` |", field.name);
  for (const Profile& profile : plan::profiles()) {
    const std::string value = value_of(field, profile.policy);
    any = any || value != documented;
    row += value == documented ? fmt::format(" {} |", value) : fmt::format(" **{}** |", value);
  }
  return any ? row + '\n' : "";
}

constexpr std::string_view kIntroduction = R"(# Profiles

The clients that a scenario can name: `client: {profile: hardened}`. Each is a file in
`scenarios/profiles/`; [a file of your own](writing_scenarios.md#profiles) works the same way.
`./fishtank profiles NAME` shows one in the terminal, with all its fields. This file is generated:
`./fishtank profiles --markdown`.

What is cited as (protocol.md 4.5) is in [protocol.md](protocol.md), under a heading with that number.

## Where they differ

Fields that all of them have alike are left out; **bold** is what is not as the documents say.

)";

/// docs/profiles.md.
std::string markdown() {
  std::string text(kIntroduction);
  std::string rule = "| --- |";
  text += "| field |";
  for (const Profile& profile : plan::profiles()) {
    text += fmt::format(" {} |", profile.name);
    rule += " --- |";
  }
  text += '\n' + rule + '\n';
  for (const PolicyField& field : plan::policy_fields()) text += table_row(field);
  text += "\n## What they are\n";
  for (const Profile& profile : plan::profiles()) text += section(profile);
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

Profile load(const std::string& path) {
  auto loaded = plan::load_profile(path);
  if (const auto* mistakes = std::get_if<plan::Diagnostics>(&loaded)) {
    print_error(plan::print(*mistakes));
    throw InputError(fmt::format("the profile {} cannot be used", report::printable(path)));
  }
  return std::get<Profile>(std::move(loaded));
}

ExitCode show_profiles(const Options& options, const Context& context) {
  const Style style{context.console.colour};
  const auto shown = [&](const Profile& profile) {
    return options.markdown ? section(profile) : show(profile, style);
  };
  if (options.name.empty()) {
    print(options.markdown ? markdown() : list_all(style, context));
  } else if (plan::is_profile_path(options.name)) {
    print(shown(load(options.name)));
  } else if (const Profile* profile = plan::find_profile(options.name)) {
    print(shown(*profile));
  } else if (const LinkProfile* link = plan::find_link_profile(options.name)) {
    print(show(*link, style));
  } else {
    refuse_name("profile", options.name, profile_names(), context.program + " profiles");
  }
  return ExitCode::passed;
}

}  // namespace

void add_profiles(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "profiles", "List the profiles of clients and networks, or show one with its values");
  command->add_option("NAME", options->name, "The profile to show, or the path of its file")
      ->type_name("");
  command->add_flag("--markdown", options->markdown, "In full, as in docs/profiles.md");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return show_profiles(*options, context); };
  });
}

}  // namespace fishtank::cli
