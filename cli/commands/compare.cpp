#include <fmt/core.h>

#include <memory>
#include <thread>
#include <variant>

#include "cli/command.hpp"
#include "cli/input_error.hpp"
#include "cli/output_files.hpp"
#include "cli/parallel.hpp"
#include "cli/progress.hpp"
#include "cli/selection.hpp"
#include "explore/comparison.hpp"
#include "explore/notation.hpp"
#include "plan/print.hpp"
#include "report/comparison.hpp"
#include "trace/vocabulary.hpp"

namespace fishtank::cli {

namespace {

struct Options {
  std::vector<std::string> profiles;
  std::vector<std::string> faults;
  std::string seeds = "1..100";
  explore::Setup setup;
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
  std::string csv;
  std::string json;
  std::vector<std::string> print;  ///< profile, fault, seed; or nothing
};

/// What a reader read, or an InputError that says where the user wrote it.
template <typename T>
T must(plan::Parsed<T> parsed, std::string_view option, std::string_view command) {
  if (const auto* error = std::get_if<plan::UnitError>(&parsed)) {
    throw InputError(fmt::format("{}: {}\n`{}` lists them all", option, error->message, command));
  }
  return std::get<T>(std::move(parsed));
}

explore::Subject subject_of(const std::string& text, const Context& context) {
  return must(explore::read_subject(text), "--profiles", context.program + " profiles");
}

explore::Trouble trouble_of(const std::string& text, const Context& context) {
  return must(explore::read_trouble(text), "--faults", context.program + " faults");
}

/// All that is named between commas by all uses of an option.
std::vector<std::string> items(const std::vector<std::string>& lists) {
  std::vector<std::string> all;
  for (const std::string& list : lists) {
    for (std::string& item : explore::split(list, ',')) all.push_back(std::move(item));
  }
  return all;
}

explore::Question question(const Options& options, const Context& context) {
  explore::Question question{
      .subjects = {}, .troubles = {}, .seeds = parse_seeds(options.seeds), .setup = options.setup};
  for (const std::string& text : items(options.profiles)) {
    question.subjects.push_back(subject_of(text, context));
  }
  for (const std::string& text : items(options.faults)) {
    question.troubles.push_back(trouble_of(text, context));
  }
  if (question.subjects.empty()) question.subjects = explore::all_subjects();
  if (question.troubles.empty()) question.troubles = explore::default_troubles();
  return question;
}

explore::Comparison answer(const explore::Question& question, const Options& options,
                           const Console& console) {
  Progress progress(question.subjects.size() * question.troubles.size() * question.seeds.size(),
                    console.progress);
  return explore::compare(question, [&](std::size_t count, const auto& work) {
    for_each_in_parallel(count, options.jobs, [&](std::size_t index) {
      work(index);
      progress.advance(true);
      return true;
    });
  });
}

/// One trial as a scenario of its own.
void print_trial(const Options& options, const Context& context) {
  const std::vector<core::Seed> seeds = parse_seeds(options.print[2], "--print");
  if (seeds.size() != 1) throw InputError("--print: a trial has one seed, as in 7");
  const plan::Plan plan =
      explore::trial(subject_of(options.print[0], context), trouble_of(options.print[1], context),
                     seeds.front(), options.setup);
  print(plan::print(plan, trace::vocabulary()));
}

ExitCode compare(const Options& options, const Context& context) {
  if (!options.print.empty()) {
    print_trial(options, context);
    return ExitCode::passed;
  }
  OutputFiles files;
  files.add(options.csv, "--csv", OutputKind::comparison_csv);
  files.add(options.json, "--json", OutputKind::comparison_json);
  const explore::Comparison comparison =
      answer(question(options, context), options, context.console);
  if (!options.csv.empty()) write_file(options.csv, report::csv(comparison));
  if (!options.json.empty()) write_file(options.json, report::json(comparison));
  print(report::terminal(comparison, {context.console.colour}));
  return ExitCode::passed;
}

}  // namespace

void add_compare(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "compare", "Compare how profiles fare in faults: how soon they notice and are back");
  command
      ->add_option("--profiles", options->profiles,
                   "Some only: 'hardened,xianyu-live {reconnect.jitter_percent: 50}'")
      ->type_name("LIST")
      ->default_str("all")
      ->allow_extra_args(false);
  command
      ->add_option("--faults", options->faults,
                   "Some only: 'kick,half_open {for: 2m},drop + refuse'")
      ->type_name("LIST")
      ->default_str("each, as it is met")
      ->allow_extra_args(false);
  command->add_option("--seed,--seeds", options->seeds, "One run of each for each seed")
      ->type_name("N|A..B")
      ->capture_default_str();
  command
      ->add_option("--clients", options->setup.clients,
                   "So many clients in each run, all of one profile")
      ->check(CLI::Range(1, 100'000).description(""))
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--jobs,-j", options->jobs, "Threads; the table does not depend on it")
      ->check(CLI::Range(1U, 1024U).description(""))
      ->type_name("N")
      ->default_str("all cores");
  command->add_option("--csv", options->csv, "Write every number, for spreadsheets")
      ->type_name("FILE");
  command->add_option("--json", options->json, "Write every number, for programs")
      ->type_name("FILE");
  command
      ->add_option("--print", options->print,
                   "Print one run as a scenario for `run` and `trace`, and compare nothing")
      ->expected(3)
      ->type_name("PROFILE FAULT SEED");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return compare(*options, context); };
  });
}

}  // namespace fishtank::cli
