#include <fmt/core.h>

#include <memory>
#include <vector>

#include "cli/command.hpp"
#include "cli/vocabulary.hpp"
#include "onlooker/check.hpp"
#include "report/style.hpp"
#include "trace/check.hpp"

namespace fishtank::cli {

namespace {

using report::Style;

struct Options {
  std::string name;
  bool serve = false;
  bool markdown = false;
};

/// A check, whoever makes it.
struct Entry {
  std::string_view name;
  std::string_view about;
  std::string_view bound;  ///< empty: it has none
};

/// The checks of one kind, and how they are spoken of.
struct Catalogue {
  std::vector<Entry> checks;  ///< by name
  std::string command;        ///< that lists them
  std::string where;          ///< what they watch, after their number
  std::string (*markdown)(const Catalogue& catalogue) = nullptr;  ///< all of them

  std::vector<std::string_view> names() const {
    std::vector<std::string_view> names;
    for (const Entry& check : checks) names.push_back(check.name);
    return names;
  }
};

template <typename Specs>
std::vector<Entry> entries(const Specs& specs) {
  std::vector<Entry> entries;
  for (const auto* spec : specs) entries.push_back({spec->name, spec->about, spec->bound});
  return entries;
}

/// A check as a section of docs/checks.md.
std::string section(const Entry& check) {
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
`./fishtank checks --markdown`. Somebody else's client is judged by less, and by other checks:
[serving.md](serving.md) has them.
)";

/// docs/checks.md.
std::string document(const Catalogue& catalogue) {
  std::string text(kIntroduction);
  for (const Entry& check : catalogue.checks) text += section(check);
  return text;
}

/// The table of docs/serving.md.
std::string table(const Catalogue& catalogue) {
  std::string text = "| check | what must be | its bound |\n| --- | --- | --- |\n";
  for (const Entry& check : catalogue.checks) {
    text += fmt::format("| `{}` | {} | {} |\n", check.name, check.about, check.bound);
  }
  return text;
}

Catalogue catalogue_of(const Options& options, const Context& context) {
  if (options.serve) {
    return {.checks = entries(onlooker::checks()),
            .command = context.program + " checks --serve",
            .where = "judge each visitor of `" + context.program +
                     " serve` by the wire alone. Their bounds follow\nfrom the profile that it is "
                     "expected to keep to.",
            .markdown = table};
  }
  return {.checks = entries(trace::checks()),
          .command = context.program + " checks",
          .where = fmt::format("watch every run. A scenario may expect one to be violated:\n"
                               "  expect:\n    - {{violation: {}}}",
                               trace::checks().front()->name),
          .markdown = document};
}

std::string list_all(const Catalogue& catalogue) {
  const std::size_t column = column_width(catalogue.names());
  std::string text;
  for (const Entry& check : catalogue.checks) text += report::row(check.name, column, check.about);
  return text + fmt::format("\n{} checks {}\n`{} NAME` shows one with its bound.\n",
                            catalogue.checks.size(), catalogue.where, catalogue.command);
}

std::string show(const Entry& check, const Style& style) {
  std::string text = fmt::format("{}\n{}", style.heading(check.name), report::wrap(check.about, 2));
  if (!check.bound.empty()) {
    text += fmt::format("\n{}\n{}", style.heading("Its bound"), report::wrap(check.bound, 2));
  }
  return text;
}

ExitCode show_checks(const Options& options, const Context& context) {
  const Catalogue catalogue = catalogue_of(options, context);
  if (options.name.empty()) {
    print(options.markdown ? catalogue.markdown(catalogue) : list_all(catalogue));
    return ExitCode::passed;
  }
  for (const Entry& check : catalogue.checks) {
    if (check.name != options.name) continue;
    print(options.markdown ? section(check) : show(check, Style{context.console.colour}));
    return ExitCode::passed;
  }
  refuse_name("check", options.name, catalogue.names(), catalogue.command);
}

}  // namespace

void add_checks(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "checks", "List the properties that every run is checked for, or show one");
  command->add_option("NAME", options->name, "The check to show")->type_name("");
  command->add_flag("--serve", options->serve,
                    "Those that `serve` judges somebody else's client by");
  command->add_flag("--markdown", options->markdown,
                    "In full, as in docs/checks.md; with --serve the table of docs/serving.md");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return show_checks(*options, context); };
  });
}

}  // namespace fishtank::cli
