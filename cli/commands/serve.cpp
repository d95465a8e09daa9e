#include "serve/service.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "cli/client_profile.hpp"
#include "cli/command.hpp"
#include "cli/input_error.hpp"
#include "cli/output_files.hpp"
#include "cli/scenario_files.hpp"
#include "cli/selection.hpp"
#include "cli/served_summary.hpp"
#include "cli/temporary_certificate.hpp"
#include "net/file_limit.hpp"
#include "onlooker/expected.hpp"
#include "plan/nearest.hpp"
#include "plan/part_of.hpp"
#include "plan/units.hpp"
#include "report/style.hpp"
#include "serve/limits.hpp"
#include "trace/vocabulary.hpp"

namespace fishtank::cli {

namespace {

/// A client whose host acknowledges nothing for so long is given up. (Ours: longer than a tunnel or
/// a lift.)
constexpr core::Duration kUnacknowledged = core::seconds(60);

struct Options {
  std::string scenario;
  Selection selection;
  std::string address = "127.0.0.1";
  std::uint32_t port = 0;
  std::uint32_t control_port = 0;
  std::string client;
  std::string profile;
  std::string lasts;
  std::string ping_interval = "10s";
  bool tls = false;
  std::string certificate;
  std::string key;
  std::string trace;
  std::optional<std::uint32_t> most_connections;
  bool enforce_acks = false;
  bool any_token = false;
  bool direct = false;
  bool all = false;
  bool quiet = false;
};

core::Duration duration_of(const std::string& text, std::string_view option) {
  const auto parsed = plan::parse_duration(text);
  if (const auto* mistake = std::get_if<plan::UnitError>(&parsed)) {
    throw InputError(fmt::format("{} {}: {}", option, text, mistake->message));
  }
  const auto value = std::get<core::Duration>(parsed);
  if (value < core::Duration::zero()) {
    throw InputError(fmt::format("{} {}: must not be negative", option, text));
  }
  return value;
}

bool is_address(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
         inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

bool is_loopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1";
}

/// "127.0.0.1:80", "[::1]:80".
std::string place_of(const std::string& address, std::uint16_t port) {
  return address.find(':') == std::string::npos ? fmt::format("{}:{}", address, port)
                                                : fmt::format("[{}]:{}", address, port);
}

/// The plan of a text that says nothing, with clients of that profile.
plan::Plan plan_of_profile(const plan::Profile& profile) {
  const plan::Loaded loaded =
      plan::load("name: served\nduration: 24h\n", "serve", trace::vocabulary());
  plan::Plan plan = std::get<plan::ScenarioFile>(loaded).variants.front().plan;
  plan.clients.front().profile = profile.built_in;
  plan.clients.front().policy = profile.policy;
  return plan;
}

/// "a, b-1, b-2"; of many only the first.
std::string list_of(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 8;
  std::string list = names.front();
  for (std::size_t index = 1; index < std::min(names.size(), kShown); ++index) {
    list += ", " + names[index];
  }
  if (names.size() > kShown) list += fmt::format(" and {} more", names.size() - kShown);
  return list;
}

/// The client of a plan whose part visitors play.
std::uint32_t client_named(const std::string& name, const plan::Plan& plan) {
  std::vector<std::string> names;
  for (std::uint32_t index = 0; index < plan::client_count(plan); ++index) {
    if (plan::client_name(plan, index) == name) return index;
    names.push_back(plan::client_name(plan, index));
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  const auto near = plan::nearest(name, known);
  throw InputError(fmt::format("--client {}: the scenario has no such client, but {}{}",
                               report::printable(name), list_of(names),
                               near ? fmt::format("; did you mean {}?", *near) : ""));
}

/// What chooses something of a scenario.
void refuse_without_scenario(const Options& options) {
  for (const auto& [option, value] :
       {std::pair("--client", &options.client), std::pair("--case", &options.selection.case_name),
        std::pair("--seed", &options.selection.seeds)}) {
    if (!value->empty()) throw InputError(fmt::format("{}: goes with a scenario", option));
  }
}

/// What is served: a scenario, or a server that waits for commands.
plan::Plan plan_of(const Options& options) {
  if (!options.scenario.empty()) {
    const plan::ScenarioFile scenario = load_scenario(options.scenario);
    plan::Plan plan = select_case(scenario, options.selection).plan();
    if (!options.client.empty()) plan = plan::part_of(plan, client_named(options.client, plan));
    if (options.enforce_acks) plan.server.enforces_acks = true;
    if (options.any_token) plan.server.checks_token = false;
    return plan;
  }
  refuse_without_scenario(options);
  plan::Plan plan = plan_of_profile(client_profile(options.profile));
  plan.network.up = plan.network.down = {.latency = core::Duration::zero()};
  plan.server.enforces_acks = options.enforce_acks;
  plan.server.checks_token = !options.any_token;
  return plan;
}

/// As many as were asked for, or as the files that the process may open suffice for.
std::size_t most_connections(const Options& options) {
  const std::size_t files = net::raise_file_limit();
  const std::size_t possible = serve::connections_within(files, options.direct);
  const std::size_t wanted = options.most_connections.value_or(net::ServerLimits{}.connections);
  if (options.most_connections && possible < wanted) {
    print_error(fmt::format(
        "fishtank: warning: --connections {}: only {}, as this process may open {} files and each "
        "takes {}\n",
        wanted, possible, files, options.direct ? "one" : "three (one with --direct)"));
  }
  return std::min(wanted, possible);
}

serve::Options service_options(const Options& options, const plan::Plan& plan) {
  serve::Options service;
  if (!is_address(options.address)) {
    throw InputError(fmt::format("--address {}: write an IP address", options.address));
  }
  service.place.address = options.address;
  service.place.port = static_cast<std::uint16_t>(options.port);
  service.place.unacknowledged = kUnacknowledged;
  service.control_port = static_cast<std::uint16_t>(options.control_port);
  if (options.certificate.empty() != options.key.empty()) {
    throw InputError("--certificate and --key go together");
  }
  if (options.tls && !options.certificate.empty()) {
    throw InputError("--tls makes a certificate of its own: leave it out beside --certificate");
  }
  if (!options.certificate.empty()) {
    service.tls = net::TlsFiles{.certificate = options.certificate, .key = options.key};
  }
  service.limits.connections = most_connections(options);
  if (options.direct) service.limits.unacknowledged = kUnacknowledged;  // else faults are its peer
  service.direct = options.direct;
  service.ping_interval = duration_of(options.ping_interval, "--ping-interval");
  const core::Policy policy = options.profile.empty() ? plan.clients.front().policy
                                                      : client_profile(options.profile).policy;
  service.expected = onlooker::expected_of(policy);
  service.expected.open_means_alive = false;  // the faults of the path may hide its end
  service.expected.gone_within = kUnacknowledged + onlooker::kNetworkSlack;
  service.detail = options.all ? serve::Detail::all : serve::Detail::important;
  if (!options.lasts.empty()) {
    service.lasts = duration_of(options.lasts, "--for");
    if (*service.lasts == core::Duration::zero()) {
      throw InputError(fmt::format("--for {}: has to be longer than nothing", options.lasts));
    }
  } else if (!options.scenario.empty()) {
    service.lasts = plan.duration;
  }
  return service;
}

std::int64_t wall_now_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

/// Lines of a scenario that is meant for several clients.
std::string notes_on(const plan::Plan& plan) {
  std::string text;
  for (const plan::Event& event : plan.timeline) {
    if (event.targets.empty()) continue;
    text += fmt::format(
        "note: line {} is meant for some of the scenario's clients; here it concerns whoever is "
        "there (--client plays one of them)\n",
        event.mark.line);
  }
  return text;
}

/// What can be told once it listens.
std::string greeting(const Options& options, const serve::Service& service) {
  const std::string place = place_of(options.address, service.port());
  const std::string_view safe = options.tls || !options.certificate.empty() ? "s" : "";
  return fmt::format("serving ws{0}://{1}/ and http{0}://{1}/, control http://127.0.0.1:{2}/\n",
                     safe, place, service.control_port());
}

ExitCode serve_clients(const Options& options, const Context&) {
  plan::Plan plan = plan_of(options);
  plan.wall_start_ms = wall_now_ms();  // clients drop messages that look old to them
  serve::Options service = service_options(options, plan);
  if (!options.quiet) service.log = [](const std::string& line) { print(line + "\n"); };
  std::ofstream trace;
  if (!options.trace.empty()) {
    check_writable(options.trace, "--trace", OutputKind::trace);
    service.trace = [&trace](const std::string& json) { trace << json << '\n'; };
  }
  net::Loop loop;
  serve::Verdict verdict;
  try {
    const auto certificate = options.tls ? temporary_certificate() : nullptr;
    if (certificate) service.tls = certificate->files();
    serve::Service one(loop, plan, trace::vocabulary(), service, [&](serve::Verdict result) {
      verdict = std::move(result);
      loop.stop();
    });
    if (!options.trace.empty()) trace.open(options.trace);  // nothing is wrong with the rest
    const net::StopSignals signals(loop, [&] { one.stop(); });
    print(greeting(options, one));
    if (certificate) print(fmt::format("trust {}\n", certificate->files().certificate));
    if (!is_loopback(options.address)) {
      print_error(fmt::format(
          "fishtank: warning: listening on {}: whoever can reach this machine can reach the mock\n",
          options.address));
    }
    print(notes_on(plan));
    loop.run();
  } catch (const std::system_error& error) {
    throw InputError(
        fmt::format("{}; choose another with --port, --control-port or --address", error.what()));
  } catch (const std::invalid_argument& error) {
    throw InputError(error.what());
  }
  print(served_summary(verdict, options.scenario));
  if (!options.trace.empty() && !trace.flush()) {
    throw InputError(fmt::format("--trace {}: could not be written to its end", options.trace));
  }
  return verdict.passed() ? ExitCode::passed : ExitCode::failed;
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
  const auto port_numbers = CLI::Range(0U, 65'535U).description("");
  command->add_option("--port", options->port, "Where clients connect; 0: a free port")
      ->check(port_numbers)
      ->type_name("N");
  command
      ->add_option("--control-port", options->control_port,
                   "The HTTP control interface, on 127.0.0.1; 0: a free port")
      ->check(port_numbers)
      ->type_name("N");
  command->add_option("--address", options->address, "Listen elsewhere than on 127.0.0.1")
      ->type_name("IP");
  command
      ->add_option("--client", options->client,
                   "Of a scenario with several clients: visitors play this one's part")
      ->type_name("NAME");
  command
      ->add_option("--profile", options->profile,
                   "What the clients are expected to behave like: a name or a file")
      ->check(refuse_empty_profile)
      ->type_name("NAME");
  command->add_option("--for", options->lasts, "End so long after the first client came")
      ->type_name("DURATION");
  command->add_flag("--tls", options->tls,
                    "wss and https with a certificate made for this run, which it names");
  command->add_option("--certificate", options->certificate, "wss and https: a PEM file")
      ->type_name("FILE");
  command->add_option("--key", options->key, "Its key, a PEM file")->type_name("FILE");
  command
      ->add_option("--ping-interval", options->ping_interval, "Between WebSocket Pings; 0s: none")
      ->type_name("DURATION")
      ->capture_default_str();
  command
      ->add_option("--connections", options->most_connections,
                   "Accept so many at once; 20000, or as many as there are files for")
      ->check(CLI::Range(1U, 1'000'000U).description(""))
      ->type_name("N");
  command->add_flag("--enforce-acks", options->enforce_acks,
                    "Disconnect a client that leaves a push unacknowledged");
  command->add_flag("--any-token", options->any_token, "Register whatever token is shown");
  command->add_flag("--direct", options->direct,
                    "No proxy in front: for thousands of clients; faults of the path do nothing");
  CLI::Option* all = command->add_flag("--all", options->all, "Tell of every heartbeat and frame");
  command->add_flag("--quiet", options->quiet, "Tell of nothing but the verdict")->excludes(all);
  command->add_option("--trace", options->trace, "Write all that happens, a line of JSON each")
      ->type_name("FILE");
  command->callback([options, &chosen] {
    chosen = [options](const Context& context) { return serve_clients(*options, context); };
  });
}

}  // namespace fishtank::cli
