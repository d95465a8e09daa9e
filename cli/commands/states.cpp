#include <fmt/core.h>

#include <memory>

#include "cli/command.hpp"
#include "core/state.hpp"
#include "report/style.hpp"

namespace fishtank::cli {

namespace {

using core::Level;
using core::State;
using core::Transition;
using report::Style;

struct Options {
  bool dot = false;
  bool markdown = false;
};

std::string painted(std::string_view text, Level level, const Style& style) {
  switch (level) {
    case Level::info: return std::string(text);
    case Level::success: return style.good(text);
    case Level::warning: return style.warning(text);
    case Level::error: return style.bad(text);
  }
  return std::string(text);
}

/// The arrows as a table, those of one state after the other.
std::string table(const Style& style) {
  constexpr auto kRow = "{:12}  {:12}  {}  {}\n";
  std::string text =
      style.heading(fmt::format("{:12}  {:12}  {:7}  {}", "from", "to", "level", "when")) + '\n';
  for (const Transition& arrow : core::transitions()) {
    const Level level = core::level_of(arrow.to);
    text += fmt::format(kRow, core::name(arrow.from), core::name(arrow.to),
                        painted(fmt::format("{:7}", core::name(level)), level, style), arrow.when);
  }
  return text + fmt::format(
                    "\n{} transitions between {} states. The level is that of the state "
                    "entered.\nA change that is not in this table violates the check "
                    "`legal_transitions`.\n",
                    core::transitions().size(), core::kStates);
}

/// The colour of a state in a picture tells the level of entering it.
std::string_view colour_of(Level level) {
  switch (level) {
    case Level::info: return "gray90";
    case Level::success: return "palegreen";
    case Level::warning: return "khaki";
    case Level::error: return "lightcoral";
  }
  return "white";
}

/// The arrows for Graphviz: `fishtank states --dot | dot -Tsvg`.
std::string dot() {
  std::string text =
      "digraph states {\n"
      "  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"];\n"
      "  edge [fontname=\"sans-serif\", fontsize=10];\n";
  for (int state = 0; state < core::kStates; ++state) {
    const auto entered = static_cast<State>(state);
    text += fmt::format("  {} [fillcolor={}];\n", core::name(entered),
                        colour_of(core::level_of(entered)));
  }
  for (const Transition& arrow : core::transitions()) {
    text += fmt::format("  {} -> {} [label=\"{}\"];\n", core::name(arrow.from),
                        core::name(arrow.to), arrow.when);
  }
  return text + "}\n";
}

/// The arrows as the diagram in docs/architecture.md.
std::string markdown() {
  std::string text =
      fmt::format("```mermaid\nstateDiagram-v2\n  [*] --> {}\n", core::name(State::disconnected));
  for (const Transition& arrow : core::transitions()) {
    text +=
        fmt::format("  {} --> {}: {}\n", core::name(arrow.from), core::name(arrow.to), arrow.when);
  }
  return text + fmt::format("  {} --> [*]\n```\n", core::name(State::closed));
}

ExitCode show_states(const Options& options, const Context& context) {
  if (options.dot) {
    print(dot());
  } else {
    print(options.markdown ? markdown() : table({context.console.colour}));
  }
  return ExitCode::passed;
}

}  // namespace

void add_states(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "states", "List the states of a connection and every transition between them");
  CLI::Option* as_dot = command->add_flag("--dot", options->dot, "As a picture for Graphviz");
  command->add_flag("--markdown", options->markdown, "As the diagram in docs/architecture.md")
      ->excludes(as_dot);
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return show_states(*options, context); };
  });
}

}  // namespace fishtank::cli
