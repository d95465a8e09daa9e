#include <fmt/core.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/vocabulary.hpp"
#include "report/style.hpp"
#include "trace/sometimes.hpp"

namespace fishtank::cli {

namespace {

using trace::Situation;

std::string list_all(const Context& context) {
  std::vector<std::string_view> names;
  for (const Situation& situation : trace::situations()) names.push_back(situation.name);
  const std::size_t column = column_width(names);
  std::string text;
  for (const Situation& situation : trace::situations()) {
    text += report::row(situation.name, column, situation.about);
  }
  return text +
         fmt::format(
             "\n{} rare situations are counted in every suite.\n"
             "  {} run scenarios --sometimes          shows in how many cases each occurred\n"
             "  {} run scenarios --require-sometimes  fails if one never did\n",
             names.size(), context.program, context.program);
}

constexpr std::string_view kIntroduction = R"(# Rare situations

A check says what must always hold; none says that anything happened at all. So a suite counts in how many
of its cases each of these situations occurred. One that never occurs is a part of the client that nothing
tests, or a client that can no longer get there.

`./fishtank run scenarios` prints how many occurred and which never did; with `--sometimes` it prints how
often each occurred and in which case first; with `--require-sometimes` a situation that never occurred
makes the exit code 1. The JSON report has them for each case.

This file is generated: `./fishtank sometimes --markdown`.

| situation | what happens |
| --- | --- |
)";

/// docs/sometimes.md.
std::string markdown() {
  std::string text(kIntroduction);
  for (const Situation& situation : trace::situations()) {
    text += fmt::format("| `{}` | {} |\n", situation.name, situation.about);
  }
  return text;
}

}  // namespace

void add_sometimes(CLI::App& app, Action& chosen) {
  auto as_markdown = std::make_shared<bool>(false);
  CLI::App* command =
      app.add_subcommand("sometimes", "List the rare situations that are counted in every suite");
  command->add_flag("--markdown", *as_markdown, "As in docs/sometimes.md");
  command->callback([as_markdown, &chosen] {
    chosen = [as_markdown](const Context& context) {
      print(*as_markdown ? markdown() : list_all(context));
      return ExitCode::passed;
    };
  });
}

}  // namespace fishtank::cli
