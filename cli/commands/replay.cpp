#include <fmt/core.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

#include "cli/command.hpp"
#include "cli/input_error.hpp"
#include "cli/readable.hpp"
#include "plan/units.hpp"
#include "report/style.hpp"
#include "stage/replay.hpp"
#include "trace/timeline.hpp"

namespace fishtank::cli {

namespace {

struct Options {
  std::string file;
  bool trace = false;
  bool all = false;
};

/// For the timeline: a plan with the client's name.
plan::Plan plan_of(const stage::RecordingHeader& header) {
  plan::Plan plan;
  plan.clients.emplace_back().name = header.client;
  plan.clients.front().policy = header.policy;
  return plan;
}

std::string or_nothing(const std::string& line) {
  return line.empty() ? "nothing" : report::printable(line);
}

std::string describe(const std::string& file, const stage::Replayed& result) {
  const std::string inputs = report::counted(result.inputs, "input");
  const std::string effects = report::counted(result.effects, "effect");
  if (!result.parting) {
    return fmt::format("{}, {}: the same\n", inputs, effects);
  }
  const stage::Parting& parting = *result.parting;
  return fmt::format(
      "{}:{}: at {} comes something else, after {} and {} that were the same\n"
      "  recorded: {}\n"
      "  replayed: {}\n",
      file, parting.line, plan::print_duration(parting.at.time_since_epoch()), inputs, effects,
      or_nothing(parting.recorded), or_nothing(parting.replayed));
}

stage::Replayed replay(std::istream& in, const Options& options) {
  stage::RecordingReader recording(in);
  if (!options.trace && !options.all) return stage::replay(recording);
  const plan::Plan plan = plan_of(recording.header());
  const trace::Timeline timeline(plan);
  return stage::replay(recording, [&](trace::Record record) {
    if (!options.all && !trace::is_important(trace::topic_of(record))) return;
    record.at = readable(record.at);
    print(timeline.line(record) + '\n');
  });
}

/// Whether it begins as every recording does; what is wrong further on is damage. Reads the stream
/// from its beginning and leaves it there.
bool is_recording(std::istream& in) {
  constexpr std::string_view kBeginning = R"({"fishtank_recording":)";
  std::string head(kBeginning.size(), '\0');
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  in.clear();
  in.seekg(0);
  return head == kBeginning;
}

/// What is at the path is no file: why not.
std::string_view no_file(std::filesystem::file_type type) {
  if (type == std::filesystem::file_type::not_found) return "there is no such file";
  if (type == std::filesystem::file_type::directory) return "this is a folder, not a recording";
  return "this is no ordinary file";
}

ExitCode replay_file(const Options& options) {
  std::error_code error;
  const auto type = std::filesystem::status(options.file, error).type();
  if (type != std::filesystem::file_type::regular) {
    throw InputError(fmt::format("{}: {}", report::printable(options.file), no_file(type)));
  }
  std::ifstream in(options.file, std::ios::binary);
  if (!in) throw InputError(fmt::format("{}: cannot be read", options.file));
  if (!is_recording(in)) {
    throw InputError(
        fmt::format("{}: is no recording; `connect --record FILE` writes one", options.file));
  }
  try {
    const stage::Replayed result = replay(in, options);
    print(describe(options.file, result));
    return result.parting ? ExitCode::failed : ExitCode::passed;
  } catch (const stage::RecordingError& mistake) {
    throw InputError(fmt::format("{}:{}: the recording is damaged: this line {}", options.file,
                                 mistake.line(), report::printable(mistake.what())));
  }
}

}  // namespace

void add_replay(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("replay", "Have the client live through a recording again, and compare");
  command->add_option("FILE", options->file, "What `connect --record` wrote")
      ->required()
      ->type_name("");
  command->add_flag("--trace", options->trace, "Show what happens, moment by moment");
  command->add_flag("--all", options->all, "Show everything, frames too");
  command->callback(
      [options, &chosen] { chosen = [options](const Context&) { return replay_file(*options); }; });
}

}  // namespace fishtank::cli
