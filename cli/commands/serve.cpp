#include "serve/service.hpp"

#include <fmt/core.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <system_error>
#include <utility>

#include "cli/command.hpp"
#include "cli/input_error.hpp"
#include "cli/scenario_files.hpp"
#include "cli/selection.hpp"
#include "onlooker/expected.hpp"
#include "plan/units.hpp"
#include "trace/vocabulary.hpp"

namespace fishtank::cli {

namespace {

struct Options {
  std::string scenario;
  Selection selection;
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  std::uint16_t control_port = 0;
  std::string profile;
  std::string lasts;
  std::string ping_interval = "10s";
  std::string certificate;
  std::string key;
  std::string trace;
  std::uint32_t most_connections = 20'000;
  bool enforce_acks = false;
  bool any_token = false;
  bool direct = false;
  bool all = false;
};

core::Duration duration_of(const std::string& text, std::string_view option) {
  const auto parsed = plan::parse_duration(text);
  if (const auto* value = std::get_if<core::Duration>(&parsed)) return *value;
  throw InputError(
      fmt::format("{} {}: {}", option, text, std::get<plan::UnitError>(parsed).message));
}

/// The plan of a text that says no more than the profile.
plan::Plan plan_of_profile(const std::string& profile) {
  const std::string name = profile.empty() ? "xianyu-live" : profile;
  const std::string text =
      fmt::format("name: served\nduration: 24h\nclient: {{profile: \"{}\"}}\n", name);
  const plan::Loaded loaded = plan::load(text, "--profile", trace::vocabulary());
  if (const auto* mistakes = std::get_if<plan::Diagnostics>(&loaded)) {
    throw InputError(fmt::format("--profile {}: {}", name, mistakes->front().message));
  }
  return std::get<plan::ScenarioFile>(loaded).variants.front().plan;
}

/// What is served: a scenario, or a server that waits for commands.
plan::Plan plan_of(const Options& options) {
  if (!options.scenario.empty()) {
    const plan::ScenarioFile scenario = load_scenario(options.scenario);
    plan::Plan plan = select_case(scenario, options.selection).plan();
    if (options.enforce_acks) plan.server.enforces_acks = true;
    if (options.any_token) plan.server.checks_token = false;
    return plan;
  }
  plan::Plan plan = plan_of_profile(options.profile);
  plan.network.up = plan.network.down = {.latency = core::Duration::zero()};
  plan.server.enforces_acks = options.enforce_acks;
  plan.server.checks_token = !options.any_token;
  return plan;
}

serve::Options service_options(const Options& options, const plan::Plan& plan) {
  serve::Options service;
  service.place = {.address = options.address, .port = options.port};
  service.control_port = options.control_port;
  if (options.certificate.empty() != options.key.empty()) {
    throw InputError("--certificate and --key go together");
  }
  if (!options.certificate.empty()) {
    service.tls = net::TlsFiles{.certificate = options.certificate, .key = options.key};
  }
  service.limits.connections = options.most_connections;
  service.direct = options.direct;
  service.ping_interval = duration_of(options.ping_interval, "--ping-interval");
  const core::Policy policy = options.profile.empty()
                                  ? plan.clients.front().policy
                                  : plan_of_profile(options.profile).clients.front().policy;
  service.expected = onlooker::expected_of(policy);
  service.expected.open_means_alive = false;  // the faults of the path may hide its end
  service.detail = options.all ? serve::Detail::all : serve::Detail::important;
  if (!options.lasts.empty()) {
    service.lasts = duration_of(options.lasts, "--for");
  } else if (!options.scenario.empty()) {
    service.lasts = plan.duration;
  }
  return service;
}

std::int64_t wall_now_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

/// Expectations look inside the client, which is not to be had here.
std::string left_out(const plan::Plan& plan) {
  if (plan.expectations.empty()) return "";
  return fmt::format("{} expectations of the scenario are about the client's inside: not judged\n",
                     plan.expectations.size());
}

std::string verdict_text(const serve::Verdict& verdict) {
  std::string text;
  for (const onlooker::Finding& finding : verdict.findings) {
    text += fmt::format("{} {}: {} at {}\n    {}\n", "FAILED", finding.check,
                        verdict.visitors[finding.visitor],
                        plan::print_duration(finding.at - core::kStart), finding.message);
  }
  if (verdict.visitors.empty()) return text + "nobody came\n";
  std::set<std::string_view> checks;
  for (const onlooker::Finding& finding : verdict.findings) checks.insert(finding.check);
  return text + (checks.empty() ? fmt::format("passed: {} visitor(s), nothing to find fault with\n",
                                              verdict.visitors.size())
                                : fmt::format("failed: {} visitor(s), {} check(s) broken\n",
                                              verdict.visitors.size(), checks.size()));
}

ExitCode serve_clients(const Options& options, const Context&) {
  plan::Plan plan = plan_of(options);
  plan.wall_start_ms = wall_now_ms();  // clients drop messages that look old to them
  serve::Options service = service_options(options, plan);
  service.log = [](const std::string& line) { print(line + "\n"); };
  std::ofstream trace;
  if (!options.trace.empty()) {
    check_writable(options.trace, "--trace");
    trace.open(options.trace);
    service.trace = [&trace](const std::string& json) { trace << json << '\n'; };
  }
  if (options.address != "127.0.0.1" && options.address != "::1") {
    print_error(fmt::format(
        "fishtank: warning: listening on {}: whoever can reach this machine can reach the mock\n",
        options.address));
  }
  net::Loop loop;
  serve::Verdict verdict;
  try {
    serve::Service one(loop, plan, trace::vocabulary(), service, [&](serve::Verdict result) {
      verdict = std::move(result);
      loop.stop();
    });
    const std::string_view safe = service.tls ? "s" : "";
    print(
        fmt::format("serving ws{0}://{1}:{2}/ and http{0}://{1}:{2}/, control "
                    "http://127.0.0.1:{3}/\n",
                    safe, options.address, one.port(), one.control_port()));
    print(left_out(plan));
    const net::StopSignals signals(loop, [&] { one.stop(); });
    loop.run();
  } catch (const std::system_error& error) {
    throw InputError(
        fmt::format("{}; choose another with --port, --control-port or --address", error.what()));
  } catch (const std::invalid_argument& error) {
    throw InputError(error.what());
  }
  print(verdict_text(verdict));
  return verdict.findings.empty() ? ExitCode::passed : ExitCode::failed;
}

}  // namespace

void add_serve(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "serve", "Be the server on a real port, for anybody's client, and judge what it does");
  command
      ->add_option("SCENARIO", options->scenario,
                   "Its faults and pushes happen, from the first client on; without one, commands "
                   "say what happens")
      ->type_name("");
  add_case_options(*command, options->selection);
  command->add_option("--port", options->port, "Where clients connect; 0: a free port")
      ->type_name("N");
  command
      ->add_option("--control-port", options->control_port,
                   "The HTTP control interface, on 127.0.0.1; 0: a free port")
      ->type_name("N");
  command->add_option("--address", options->address, "Listen elsewhere than on 127.0.0.1")
      ->type_name("IP");
  command
      ->add_option("--profile", options->profile,
                   "What the clients are expected to behave like: a name or a file")
      ->type_name("NAME");
  command->add_option("--for", options->lasts, "End so long after the first client came")
      ->type_name("DURATION");
  command->add_option("--certificate", options->certificate, "wss and https: a PEM file")
      ->type_name("FILE");
  command->add_option("--key", options->key, "Its key, a PEM file")->type_name("FILE");
  command
      ->add_option("--ping-interval", options->ping_interval, "Between WebSocket Pings; 0s: none")
      ->type_name("DURATION")
      ->capture_default_str();
  command->add_option("--connections", options->most_connections, "Accept so many at once")
      ->check(CLI::Range(1U, 1'000'000U).description(""))
      ->type_name("N")
      ->capture_default_str();
  command->add_flag("--enforce-acks", options->enforce_acks,
                    "Disconnect a client that leaves a push unacknowledged");
  command->add_flag("--any-token", options->any_token, "Register whatever token is shown");
  command->add_flag("--direct", options->direct,
                    "No proxy in front: for thousands of clients; faults of the path do nothing");
  command->add_flag("--all", options->all, "Tell of every heartbeat and frame");
  command->add_option("--trace", options->trace, "Write all that happens, a line of JSON each")
      ->type_name("FILE");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return serve_clients(*options, context); };
  });
}

}  // namespace fishtank::cli
