#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/scenario_files.hpp"
#include "cli/selection.hpp"
#include "sim/run.hpp"
#include "trace/timeline.hpp"
#include "trace/words.hpp"

namespace fishtank::cli {

namespace {

using trace::Record;
using trace::Topic;

struct Options {
  std::string file;
  Selection selection;
  bool all = false;
  bool json = false;
  bool wire = false;
};

/// What one wants to see of a run without asking for everything.
bool is_shown(const Record& record, const Options& options) {
  const Topic topic = trace::topic_of(record);
  return options.all || trace::is_important(topic) || topic == Topic::heartbeat;
}

std::string line_for_people(const trace::Timeline& timeline, const Record& record) {
  return timeline.line(record) + '\n';
}

/// One object a line. `a`, `b` and `detail` as trace/record.hpp says for each kind.
std::string line_for_programs(const plan::Plan& plan, const Record& record) {
  nlohmann::ordered_json json{{"at_ns", record.at.time_since_epoch().count()}};
  if (record.client != trace::kNoClient) json["client"] = plan::client_name(plan, record.client);
  json["kind"] = trace::name(record.kind);
  json["text"] = trace::words(record, plan);
  if (record.fault != 0) json["fault"] = record.fault;
  json["detail"] = record.detail;
  json["a"] = record.a;
  json["b"] = record.b;
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

ExitCode show_trace(const Options& options) {
  const plan::ScenarioFile scenario = load_scenario(options.file);
  const plan::Plan plan = select_case(scenario, options.selection).plan();
  const trace::Trace run = sim::run(plan, {.keep = trace::Keep::all, .wire = options.wire});
  trace::Timeline timeline(plan);
  for (const Record& record : run.kept) {
    if (is_shown(record, options)) timeline.make_room(record.at);
  }
  std::string text;
  for (const Record& record : run.kept) {
    if (!is_shown(record, options)) continue;
    text += options.json ? line_for_programs(plan, record) : line_for_people(timeline, record);
  }
  print(text);
  return ExitCode::passed;
}

}  // namespace

void add_trace(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("trace", "Run one case and show what happens, moment by moment");
  command->add_option("FILE", options->file, "A scenario file")->required()->type_name("");
  add_case_options(*command, options->selection);
  command->add_flag("--all", options->all,
                    "Every record: connections, services and all frames, too");
  command->add_flag("--json", options->json, "For programs: one JSON object a line");
  command->add_flag("--wire", options->wire, "Send real bytes through the codec");
  command->callback(
      [options, &chosen] { chosen = [options](const Context&) { return show_trace(*options); }; });
}

}  // namespace fishtank::cli
