#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/identity.hpp"
#include "core/policy.hpp"
#include "core/random.hpp"
#include "core/state.hpp"
#include "core/time.hpp"
#include "plan/fault.hpp"

/// A run as a value: everything that decides what will happen. The same plan gives the same run, in
/// any world, on any machine. A plan can be printed as a scenario file and read back (print.hpp,
/// scenario.hpp).
namespace fishtank::plan {

using core::Duration;
using core::Instant;

/// Where in a scenario file something stands; 1-based, 0 when it was not read from a file.
struct Mark {
  int line = 0;
  int column = 0;

  bool operator==(const Mark&) const { return true; }  // where a thing stands is not what it is
};

/// One direction of a client's path to the server, as it is without faults.
struct Link {
  Duration latency = core::milliseconds(50);  ///< one way
  Duration jitter{};                          ///< up to so much more, drawn for each write
  std::int64_t bytes_per_second = 0;          ///< 0: no limit
  std::uint32_t loss_ppm = 0;                 ///< lost segments of a million

  bool operator==(const Link&) const = default;
};

/// The path of the clients to the server and the services.
struct Network {
  Link up;
  Link down;
  std::int64_t send_buffer =
      256 * 1024;  ///< bytes a sender may have unacknowledged; then send blocks
  std::int64_t receive_buffer =
      256 * 1024;  ///< bytes a host holds for a process that does not read

  bool operator==(const Network&) const = default;
};

/// How the mock server is set up; what it does wrong meanwhile is a fault.
struct Server {
  Duration token_lifetime = core::hours(24);
  bool checks_token =
      true;  ///< /reg needs a token that was issued to this device and is still good
  bool enforces_acks = false;  ///< a client that leaves a push unacknowledged is disconnected
  Duration ack_timeout = core::seconds(30);        ///< for enforces_acks
  Duration service_time = core::milliseconds(20);  ///< a service's own time for an answer
  Duration app_ping_interval{};  ///< {"type":"ping"} to each session so often; 0: never
  std::int64_t accept_rate = 0;  ///< upgrades accepted in any second, the rest get 503; 0: no limit
  std::int64_t token_rate = 0;   ///< tokens given out in any second, the rest are told to come
                                 ///< later (RGV587); 0: no limit

  bool operator==(const Server&) const = default;
};

/// A client, or several of the same kind.
struct Client {
  std::string name = "client";  ///< in expectations and targets; several: name-1, name-2, ...
  std::int32_t count = 1;
  std::string profile = "xianyu-live";  ///< the built-in one it begins with, for print
  core::Policy policy;                  ///< the profile with the overrides applied
  Duration start_at{};                  ///< the first one's start
  Duration start_spread{};              ///< the others' starts are spread evenly over so much
  bool starts = true;                   ///< false: only a `start` action starts it
  std::string cookies;                  ///< empty: made up from the client's number
  Duration handler_time = core::milliseconds(100);  ///< the application's time for a message
  Duration cancel_time{};                           ///< until cancelled tasks have ended

  bool operator==(const Client&) const = default;
};

/// Whom a fault, an action or an expectation concerns: indices into the run's clients, ascending;
/// empty: all.
using Targets = std::vector<std::uint32_t>;

/// A fault at work.
struct FaultUse {
  const FaultSpec* fault = nullptr;
  Arguments arguments;
  std::optional<Duration> length;

  bool operator==(const FaultUse&) const = default;
};

/// The server gets messages for the targets.
struct PushAction {
  enum class Kind : std::uint8_t { chat, order, typing, receipt, notice };
  Kind kind = Kind::chat;
  std::string from = "buyer";  ///< sender's name; the user id is derived from it
  std::string text = "在吗";
  std::int32_t count = 1;  ///< so many messages
  Duration every{};        ///< between them
  Duration age{};          ///< how old the first claims to be
  std::string id;          ///< the message id; empty: a fresh one for each
  bool bundled = false;    ///< several in one package

  bool operator==(const PushAction&) const = default;
};

/// The application of the targets sends a chat message.
struct SendAction {
  std::string to = "buyer";
  std::string text = "你好";
  std::int32_t count = 1;         ///< so many messages, one right after the other
  bool new_conversation = false;  ///< the conversation has to be created first

  bool operator==(const SendAction&) const = default;
};

struct StartAction {
  bool possible = true;  ///< false: what an attempt needs cannot be had

  bool operator==(const StartAction&) const = default;
};
struct StopAction {
  bool operator==(const StopAction&) const = default;
};
struct DisableAction {
  bool operator==(const DisableAction&) const = default;
};
struct EnableAction {
  bool operator==(const EnableAction&) const = default;
};

using Action = std::variant<FaultUse, PushAction, SendAction, StartAction, StopAction,
                            DisableAction, EnableAction>;

/// A line of the timeline.
struct Event {
  Duration at{};
  Targets targets;
  Action action;
  Mark mark;

  bool operator==(const Event&) const = default;
};

/// What the state must be, and when.
struct ExpectState {
  enum class When : std::uint8_t {
    at,      ///< at `from` it is in that state
    by,      ///< it is in that state at `from`, or entered it since the last line of the timeline
             ///< before
    within,  ///< it enters that state in [from, until]
    always,  ///< it is in that state during all of [from, until]
    never,   ///< it is not in that state at any moment of [from, until]
  };
  When when = When::at;
  core::State state = core::State::connected;
  Duration from{};
  std::optional<Duration> until;  ///< none: the end of the run

  bool operator==(const ExpectState&) const = default;
};

/// A bound of a number; empty: unbounded on that side. In the metric's own unit.
struct ExpectMetric {
  std::string metric;  ///< "reconnects", "detection_latency.max"
  std::optional<std::int64_t> at_least;
  std::optional<std::int64_t> at_most;

  bool operator==(const ExpectMetric&) const = default;
};

/// A check that this run must violate; anything else that is violated still fails it.
struct ExpectViolation {
  std::string check;

  bool operator==(const ExpectViolation&) const = default;
};

struct Expectation {
  std::variant<ExpectState, ExpectMetric, ExpectViolation> what;
  Targets targets;  ///< state: each of them; metric: the sum or union over them
  Mark mark;

  bool operator==(const Expectation&) const = default;
};

/// What goes first when data has arrived and a timer is overdue at the same moment (after a
/// freeze).
enum class WakeOrder : std::uint8_t { data_first, timers_first };

struct Plan {
  std::string name;
  std::string about;
  std::vector<std::string> tags;
  core::Seed seed{1};
  Duration duration{};  ///< the run ends then
  WakeOrder wake_order = WakeOrder::data_first;
  std::int64_t wall_start_ms = 1'760'000'000'000;  ///< the calendar at the beginning, all hosts
  std::string network_profile;  ///< the named link profile, for print; empty: none
  Network network;
  Server server;
  std::vector<Client> clients;
  std::vector<Event> timeline;  ///< by `at`; equal moments keep the order of the file
  std::vector<Expectation> expectations;

  bool operator==(const Plan&) const = default;
};

/// How many clients the plan has in all.
std::uint32_t client_count(const Plan& plan);

/// "client" or "client-17": the name of the client with that index.
std::string client_name(const Plan& plan, std::uint32_t index);

/// The group of the client with that index.
const Client& client_of(const Plan& plan, std::uint32_t index);

/// Whether `index` is among the targets.
bool concerns(const Targets& targets, std::uint32_t index);

}  // namespace fishtank::plan
