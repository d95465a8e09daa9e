#include <fmt/core.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/vocabulary.hpp"
#include "report/style.hpp"
#include "trace/check.hpp"

namespace fishtank::cli {

namespace {

using report::Style;
using trace::CheckSpec;

struct Options {
  std::string name;
  bool markdown = false;
};

std::vector<std::string_view> check_names() {
  std::vector<std::string_view> names;
  for (const CheckSpec* check : trace::checks()) names.push_back(check->name);
  return names;
}

std::string list_all(const Context& context) {
  const std::vector<std::string_view> names = check_names();
  const std::size_t column = column_width(names);
  std::string text;
  for (const CheckSpec* check : trace::checks())
    text += report::row(check->name, column, check->about);
  return text +
         fmt::format(
             "\n{} checks watch every run. A scenario may expect one to be violated:\n"
             "  expect:\n    - {{violation: {}}}\n`{} checks NAME` shows one with its bound.\n",
             names.size(), names.empty() ? "NAME" : names.front(), context.program);
}

std::string show(const CheckSpec& check, const Style& style) {
  std::string text = fmt::format("{}\n{}", style.heading(check.name), report::wrap(check.about, 2));
  if (!check.bound.empty()) {
    text += fmt::format("\n{}\n{}", style.heading("Its bound"), report::wrap(check.bound, 2));
  }
  return text;
}

/// A check as a section of docs/checks.md.
std::string section(const CheckSpec& check) {
  std::string text = fmt::format("\n## {}\n\n{}\n", check.name, check.about);
  if (!check.bound.empty()) text += fmt::format("\n*Its bound:* {}\n", check.bound);
  return text;
}

constexpr std::string_view kIntroduction = R"(# Checks

What is watched in every run, asked or not. Each bound follows from the client's own policy, unless
it says otherwise; the 500 ms in many of them are what a real machine's timers may be late. A
scenario about a client that is known to be wrong expects the violation by name:

```yaml
expect:
  - {violation: zombie}
```

Of each check and client the first three violations of a run are told: what is broken once is often broken
on every turn.

`./fishtank checks NAME` shows one in the terminal. This file is generated:
`./fishtank checks --markdown`.
)";

/// docs/checks.md.
std::string markdown() {
  std::string text(kIntroduction);
  for (const CheckSpec* check : trace::checks()) text += section(*check);
  return text;
}

ExitCode show_checks(const Options& options, const Context& context) {
  if (options.name.empty()) {
    print(options.markdown ? markdown() : list_all(context));
    return ExitCode::passed;
  }
  const CheckSpec* check = trace::find_check(options.name);
  if (check == nullptr) {
    refuse_name("check", options.name, check_names(), context.program + " checks");
  }
  const Style style{context.console.colour};
  print(options.markdown ? section(*check) : show(*check, style));
  return ExitCode::passed;
}

}  // namespace

void add_checks(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "checks", "List the properties that every run is checked for, or show one");
  command->add_option("NAME", options->name, "The check to show")->type_name("");
  command->add_flag("--markdown", options->markdown, "In full, as in docs/checks.md");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return show_checks(*options, context); };
  });
}

}  // namespace fishtank::cli
