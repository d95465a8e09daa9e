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

ExitCode show_checks(const std::string& name, const Context& context) {
  if (name.empty()) {
    print(list_all(context));
    return ExitCode::passed;
  }
  const CheckSpec* check = trace::find_check(name);
  if (check == nullptr) {
    refuse_name("check", name, check_names(), context.program + " checks");
  }
  print(show(*check, Style{context.console.colour}));
  return ExitCode::passed;
}

}  // namespace

void add_checks(CLI::App& app, Action& chosen) {
  auto name = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "checks", "List the properties that every run is checked for, or show one");
  command->add_option("NAME", *name, "The check to show")->type_name("");
  command->callback([name, &chosen] {
    chosen = [name](const Context& context) { return show_checks(*name, context); };
  });
}

}  // namespace fishtank::cli
