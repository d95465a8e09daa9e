#include <fmt/core.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "cli/client_profile.hpp"
#include "cli/command.hpp"
#include "cli/input_error.hpp"
#include "cli/output_files.hpp"
#include "cli/readable.hpp"
#include "cli/visit_summary.hpp"
#include "live/visit.hpp"
#include "net/url.hpp"
#include "plan/file_text.hpp"
#include "plan/units.hpp"
#include "report/style.hpp"
#include "stage/recording.hpp"
#include "stage/timeline.hpp"
#include "trace/timeline.hpp"

namespace fishtank::cli {

namespace {

struct Options {
  std::string url;
  std::string services;
  std::vector<std::string> headers;
  std::string cookies;
  std::string token;
  bool insecure = false;
  std::string authority;
  std::string profile;
  std::string length;
  std::string recording;
  bool force = false;
  bool all = false;
};

// ---- what the user gave ----------------------------------------------------------------------

std::pair<std::string, std::string> parse_header(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos || colon == 0) {
    throw InputError(fmt::format("--header: write \"Name: value\", not \"{}\"", text));
  }
  const std::size_t value = text.find_first_not_of(' ', colon + 1);
  return {text.substr(0, colon), value == std::string::npos ? "" : text.substr(value)};
}

/// The text itself, or that of the file after an @.
std::string text_or_file(const std::string& text, std::string_view what) {
  if (!text.starts_with('@')) return text;
  auto read = plan::read_text(text.substr(1), what);
  if (const auto* mistake = std::get_if<plan::Diagnostic>(&read)) {
    throw InputError(fmt::format("{}: {}", text.substr(1), mistake->message));
  }
  std::string content = std::get<std::string>(std::move(read));
  while (!content.empty() && (content.back() == '\n' || content.back() == '\r')) content.pop_back();
  return content;
}

/// An option that would do nothing is a slip.
void check_authority(const Options& options, const live::Address& address) {
  if (options.authority.empty() && !options.insecure) return;
  const bool secure =
      net::parse_url(address.url, "ws").secure || net::parse_url(address.services, "http").secure;
  if (secure) return;
  throw InputError(fmt::format("{}: goes with wss: a server at ws:// shows no certificate",
                               options.insecure ? "--insecure" : "--authority"));
}

live::Address address_of(const Options& options) {
  live::Address address;
  address.url = options.url;
  for (const std::string& header : options.headers) {
    address.headers.push_back(parse_header(header));
  }
  if (!options.token.empty()) address.token = text_or_file(options.token, "a token");
  address.verify_certificate = !options.insecure;
  address.authority = options.authority;
  try {
    address.services =
        options.services.empty() ? live::services_beside(options.url) : options.services;
    check_authority(options, address);
  } catch (const std::invalid_argument& error) {
    throw InputError(error.what());
  }
  return address;
}

/// What cannot be used is said before anything is written.
void check(const live::Address& address, const plan::Plan& plan) {
  try {
    live::check(address, stage::identity_of(plan, plan.clients.front(), 0).cookies);
  } catch (const std::invalid_argument& error) {
    throw InputError(error.what());
  }
}

std::optional<core::Duration> length_of(const Options& options) {
  if (options.length.empty()) return std::nullopt;
  const auto length = plan::parse_duration(options.length);
  if (const auto* error = std::get_if<plan::UnitError>(&length)) {
    throw InputError("--for: " + error->message);
  }
  if (std::get<core::Duration>(length) <= core::Duration::zero()) {
    throw InputError("--for: has to be longer than nothing");
  }
  return std::get<core::Duration>(length);
}

std::int64_t wall_clock_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

/// A run of one client that nobody disturbs.
plan::Plan plan_of(const Options& options) {
  const plan::Profile profile = client_profile(options.profile);
  std::random_device device;
  plan::Plan plan;
  plan.name = "connect";
  plan.seed = core::Seed{std::uint64_t{device()} << 32U | device()};
  plan.wall_start_ms = wall_clock_ms();
  plan::Client& client = plan.clients.emplace_back();
  client.profile = profile.built_in;
  client.policy = profile.policy;
  client.handler_time = core::Duration::zero();
  client.cookies = text_or_file(options.cookies, "cookies");
  return plan;
}

std::unique_ptr<std::ofstream> open_recording(const Options& options) {
  if (options.recording.empty()) return nullptr;
  check_writable(options.recording, "--record", OutputKind::recording);
  if (has_content(options.recording) && !options.force) {
    throw InputError(
        fmt::format("--record {}: exists; add --force to write over it", options.recording));
  }
  auto file = std::make_unique<std::ofstream>(options.recording, std::ios::binary);
  if (!*file) throw InputError(fmt::format("--record {}: cannot be written", options.recording));
  return file;
}

// ---- what the user sees ----------------------------------------------------------------------

/// Shows the texts of messages, which records do not hold, and passes the calls on.
class Reader final : public stage::Observer {
 public:
  Reader(stage::Observer* next, live::Guest::Remark show) : next_(next), show_(std::move(show)) {}

  void called(std::uint32_t client, const core::Input* input, core::Instant now,
              const Outcome& outcome) override {
    if (next_ != nullptr) next_->called(client, input, now, outcome);
    for (const core::Effect& effect : outcome.effects) {
      const auto* deliver = std::get_if<core::Deliver>(&effect);
      const auto* chat =
          deliver != nullptr ? std::get_if<core::ChatMessage>(&deliver->message) : nullptr;
      if (chat != nullptr) show_(now, chat->sender_name + ": " + chat->text);
    }
  }

 private:
  stage::Observer* next_;
  live::Guest::Remark show_;
};

live::Visited visit(const Options& options, const plan::Plan& plan,
                    const live::VisitOptions& visit_options, stage::Observer* recording) {
  const trace::Timeline timeline(plan);
  const auto remark = [](core::Instant at, const std::string& text) {
    print(fmt::format("{:>12}  {}\n", plan::print_duration(readable(at).time_since_epoch()),
                      report::printable(text)));
  };
  const auto record = [&](trace::Record one) {
    if (!options.all && !trace::is_important(trace::topic_of(one))) return;
    one.at = readable(one.at);
    print(timeline.line(one) + '\n');
  };
  Reader reader(recording, remark);
  return live::visit(plan, visit_options,
                     {.record = record, .remark = remark, .observer = &reader});
}

ExitCode connect(const Options& options) {
  const live::VisitOptions visit_options{.address = address_of(options),
                                         .length = length_of(options)};
  const plan::Plan plan = plan_of(options);
  check(visit_options.address, plan);
  const auto file = open_recording(options);
  std::optional<stage::RecordingWriter> writer;
  if (file != nullptr) writer.emplace(*file, 0, stage::header_of(plan, 0));
  const live::Visited visited = visit(options, plan, visit_options, writer ? &*writer : nullptr);
  print(visit_summary(visited));
  if (file != nullptr && !file->flush()) {
    throw InputError(
        fmt::format("--record {}: could not be written to its end", options.recording));
  }
  return went_well(visited) ? ExitCode::passed : ExitCode::failed;
}

void add_address_options(CLI::App& command, Options& options) {
  command.add_option("URL", options.url, "ws:// or wss:// address of the server")
      ->required()
      ->type_name("");
  command
      .add_option("--services", options.services,
                  "Where tokens come from; otherwise the host and port of the URL")
      ->type_name("URL");
  command.add_option("--header", options.headers, "A header of the upgrade: \"Name: value\"")
      ->type_name("TEXT")
      ->allow_extra_args(false);
  command
      .add_option("--cookies", options.cookies,
                  "Who the client is: \"unb=...; ...\", or @FILE; otherwise made up")
      ->type_name("TEXT");
  command
      .add_option("--token", options.token,
                  "Register with this token, or that in @FILE, instead of asking for one")
      ->type_name("TEXT");
  command.add_flag("--insecure", options.insecure, "wss: take any certificate");
  command.add_option("--authority", options.authority, "wss: the authority to trust, PEM")
      ->type_name("FILE");
}

}  // namespace

void add_connect(CLI::App& app, Action& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("connect", "Connect to a server and stay connected, in real time");
  add_address_options(*command, *options);
  command->add_option("--profile", options->profile, "How the client behaves: a name or a file")
      ->check(refuse_empty_profile)
      ->type_name("NAME|FILE");
  command->add_option("--for", options->length, "Stop after that time: `90s`, `2h`")
      ->type_name("TIME");
  CLI::Option* record =
      command->add_option("--record", options->recording, "Write what happens, for `replay`")
          ->type_name("FILE");
  command
      ->add_flag("--force", options->force, "Write over an older recording, and over nothing else")
      ->needs(record);
  command->add_flag("--all", options->all,
                    "Show everything: connections, services, heartbeats, frames");
  command->callback(
      [options, &chosen] { chosen = [options](const Context&) { return connect(*options); }; });
}

}  // namespace fishtank::cli
