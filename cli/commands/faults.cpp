#include <fmt/core.h>

#include <memory>

#include "cli/command.hpp"
#include "cli/vocabulary.hpp"
#include "plan/fault.hpp"
#include "report/style.hpp"

namespace fishtank::cli {

namespace {

using plan::FaultSpec;
using plan::Parameter;
using report::Style;

struct Options {
  std::string name;
  bool markdown = false;
};

/// The headings, from the outside in.
constexpr plan::Layer kLayers[] = {plan::Layer::connecting, plan::Layer::stream,
                                   plan::Layer::websocket,  plan::Layer::server,
                                   plan::Layer::services,   plan::Layer::client_host};

std::vector<std::string_view> fault_names() {
  std::vector<std::string_view> names;
  for (const FaultSpec* fault : plan::faults()) names.push_back(fault->name);
  return names;
}

std::string list_all(const Style& style, const Context& context) {
  const std::vector<std::string_view> names = fault_names();
  const std::size_t column = column_width(names);
  std::string text;
  for (const plan::Layer layer : kLayers) {
    text += style.heading(plan::name(layer)) + '\n';
    for (const FaultSpec* fault : plan::faults()) {
      if (fault->layer != layer) continue;
      text += report::row(fault->name, column, first_sentence(fault->about));
    }
    text += '\n';
  }
  return text + fmt::format("{} faults. `{} faults NAME` shows one in full.\n", names.size(),
                            context.program);
}

std::string describe(const Parameter& parameter) {
  const std::string fallback = parameter.required() ? "must be given"
                               : parameter.fallback.empty()
                                   ? "empty by default"
                                   : fmt::format("default {}", parameter.fallback);
  return fmt::format("{}; {}. {}", plan::describe(parameter.type()), fallback, parameter.about);
}

std::string show(const FaultSpec& fault, const Style& style) {
  const std::string_view length = fault.span == plan::Span::period
                                      ? "Lasts for its `for`, or to the end of the run"
                                      : "Happens at one moment; takes no `for`";
  std::string text =
      fmt::format("{} ({})\n  {}.\n\n", style.heading(fault.name), plan::name(fault.layer), length);
  text += report::wrap(fault.about, 2);
  if (!fault.in_the_field.empty()) {
    text +=
        fmt::format("\n{}\n{}", style.heading("In the field"), report::wrap(fault.in_the_field, 2));
  }
  if (!fault.parameters.empty()) {
    std::vector<std::string_view> names;
    for (const Parameter& parameter : fault.parameters) names.push_back(parameter.name);
    const std::size_t column = column_width(names);
    text += fmt::format("\n{}\n", style.heading("Parameters"));
    for (const Parameter& parameter : fault.parameters) {
      text += report::row(parameter.name, column, describe(parameter));
    }
  }
  return text + fmt::format("\n{}\n  - {}\n", style.heading("A timeline line"), fault.example);
}

/// A fault as a section of docs/faults.md.
std::string section(const FaultSpec& fault) {
  const std::string_view length = fault.span == plan::Span::period
                                      ? "Lasts for its `for`, or to the end of the run."
                                      : "Happens at one moment; takes no `for`.";
  std::string text = fmt::format("\n### {}\n\n{} {}\n", fault.name, fault.about, length);
  if (!fault.in_the_field.empty()) {
    text += fmt::format("\n*In the field:* {}\n", fault.in_the_field);
  }
  if (!fault.parameters.empty()) text += '\n';
  for (const Parameter& parameter : fault.parameters) {
    text += fmt::format("- `{}`: {}\n", parameter.name, describe(parameter));
  }
  return text + fmt::format("\n```yaml\ntimeline:\n  - {}\n```\n", fault.example);
}

constexpr std::string_view kIntroduction = R"(# Faults

What a line of the timeline can do to a client's world. `./fishtank faults NAME` shows one in the
terminal. This file is generated: `./fishtank faults --markdown`.

What is cited as (protocol.md 4.5) is in [protocol.md](protocol.md), under a heading with that number.
)";

/// docs/faults.md.
std::string markdown() {
  std::string text(kIntroduction);
  for (const plan::Layer layer : kLayers) {
    text += fmt::format("\n## {}\n", plan::name(layer));
    for (const FaultSpec* fault : plan::faults()) {
      if (fault->layer == layer) text += section(*fault);
    }
  }
  return text;
}

ExitCode show_faults(const Options& options, const Context& context) {
  const Style style{context.console.colour};
  if (options.name.empty()) {
    print(options.markdown ? markdown() : list_all(style, context));
    return ExitCode::passed;
  }
  const FaultSpec* fault = plan::find_fault(options.name);
  if (fault == nullptr) {
    refuse_name("fault", options.name, fault_names(), context.program + " faults");
  }
  print(options.markdown ? section(*fault) : show(*fault, style));
  return ExitCode::passed;
}

}  // namespace

void add_faults(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("faults", "List the faults, or show one with its parameters");
  command->add_option("NAME", options->name, "The fault to show")->type_name("");
  command->add_flag("--markdown", options->markdown, "In full, as in docs/faults.md");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return show_faults(*options, context); };
  });
}

}  // namespace fishtank::cli
