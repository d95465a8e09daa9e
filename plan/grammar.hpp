#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "plan/fields.hpp"

/// The keys of a scenario file that are more than a plain field (fields.hpp). The parser takes them
/// by these constants and the schema lists them, so neither knows a key that the other does not.
namespace fishtank::plan {

/// What stands behind a key.
enum class Shape : std::uint8_t {
  value,         ///< a single value of the key's type
  tags,          ///< a list of words
  seeds,         ///< `7`, `1..20`, `[1, 5, 8..10]`
  matrix,        ///< paths of the document, each with a list of values
  client,        ///< one client
  clients,       ///< a list of them
  network,       ///< the network
  link,          ///< one direction of it
  server,        ///< the server
  timeline,      ///< a list of what happens
  expectations,  ///< a list of what must be
  profile,       ///< the name of a policy, or the path of its file
  link_profile,  ///< the name of a link profile
  fault,         ///< the name of a fault
  push,          ///< a mapping of push_fields()
  send,          ///< a mapping of send_fields()
  start,         ///< nothing, or a mapping of start_fields()
  nothing,       ///< nothing: the key says it all
  names,         ///< a client's name, or a list of them
  state,         ///< a state
  window,        ///< `[60s, 92s]`
  metric,        ///< the name of a metric, with a statistic if it is a distribution
  bound,         ///< a value in the metric's unit
  check,         ///< the name of a check
};

struct Key {
  std::string_view name;
  Shape shape = Shape::value;
  std::string_view about;
  ValueType type = {};  ///< for Shape::value
};

namespace key {

inline constexpr ValueType kMoment{ValueKind::duration, {}, 0, kYearInNanoseconds};
inline constexpr ValueType kLength{ValueKind::duration, {}, 1, kYearInNanoseconds};

// A scenario.
inline constexpr Key tags{"tags", Shape::tags, "Words to select scenarios by."};
inline constexpr Key seeds{"seeds", Shape::seeds,
                           "One run for each seed: `7`, `1..20` or `[1, 5]`. By default 1."};
inline constexpr Key matrix{"matrix", Shape::matrix,
                            "Paths of this document, each with a list of values: one run for each "
                            "combination."};
inline constexpr Key client{"client", Shape::client, "The client, if all are of one kind."};
inline constexpr Key clients{"clients", Shape::clients, "The clients, one item for each kind."};
inline constexpr Key network{"network", Shape::network,
                             "The path of the clients to the server, as it is without faults."};
inline constexpr Key server{"server", Shape::server, "How the mock server is set up."};
inline constexpr Key timeline{"timeline", Shape::timeline, "What happens, and when."};
inline constexpr Key expect{"expect", Shape::expectations,
                            "What must be, besides the checks that watch every run."};

// A client, a network.
inline constexpr Key profile{"profile", Shape::profile,
                             "The policy it begins with, a built-in one by its name or a file by "
                             "its path; policy fields beside it override it."};
inline constexpr Key link_profile{"profile", Shape::link_profile,
                                  "The link it begins with; fields beside it override it."};
inline constexpr Key up{"up", Shape::link, "From the client to the server only."};
inline constexpr Key down{"down", Shape::link, "From the server to the client only."};

// A profile.
inline constexpr Key based_on{"based_on", Shape::profile,
                              "The profile it begins with. By default every field has its "
                              "default."};

// A line of the timeline.
inline constexpr Key at{"at", Shape::value, "When, since the beginning of the run.", kMoment};
inline constexpr Key targets{"clients", Shape::names, "Whom it concerns. By default all clients."};
inline constexpr Key fault{"fault", Shape::fault, "The name of the fault."};
inline constexpr Key length{"for", Shape::value,
                            "How long it lasts. By default until the run's faults end.", kLength};
inline constexpr Key push{"push", Shape::push, "The server gets messages for the targets."};
inline constexpr Key send{"send", Shape::send, "The application sends a chat message."};
inline constexpr Key start{"start", Shape::start, "The application starts the connection."};
inline constexpr Key stop{"stop", Shape::nothing, "The application stops the connection for good."};
inline constexpr Key disable{"disable", Shape::nothing, "The account is disabled."};
inline constexpr Key enable{"enable", Shape::nothing, "The account is enabled again."};

// An expectation.
inline constexpr Key state{"state", Shape::state, "The state that is expected."};
inline constexpr Key expect_at{"at", Shape::value, "At this moment it is in `state`.", kMoment};
inline constexpr Key by{
    "by", Shape::value,
    "It is in `state` then, or entered it since the last line of the timeline before.", kMoment};
inline constexpr Key within{"within", Shape::window, "It enters `state` between the two moments."};
inline constexpr Key always{"always", Shape::state,
                            "It is in this state all the time from `from` until `until`."};
inline constexpr Key never{"never", Shape::state,
                           "It is not in this state at any moment from `from` until `until`."};
inline constexpr Key from{"from", Shape::value, "By default the beginning of the run.", kMoment};
inline constexpr Key until{"until", Shape::value, "By default the end of the run.", kMoment};
inline constexpr Key metric{"metric", Shape::metric, "The number that is bounded."};
inline constexpr Key at_least{"at_least", Shape::bound, "The least that is good."};
inline constexpr Key at_most{"at_most", Shape::bound, "The most that is good."};
inline constexpr Key equals{"equals", Shape::bound, "The only value that is good."};
inline constexpr Key violation{"violation", Shape::check,
                               "A check that this run must violate: for clients that are known to "
                               "be wrong."};

}  // namespace key

/// Keys of the scenario beside run_fields().
inline constexpr std::array kScenarioKeys{key::tags,   key::seeds,    key::matrix,
                                          key::client, key::clients,  key::network,
                                          key::server, key::timeline, key::expect};

/// What a timeline line may be: just one of these stands in it, beside `at` and `clients`.
inline constexpr std::array kActionKeys{key::fault, key::push,    key::send,  key::start,
                                        key::stop,  key::disable, key::enable};

/// A form of expectation: the key that tells it, and those that may stand beside it. `clients` may
/// always.
struct ExpectForm {
  Key head;
  std::span<const Key> required;
  std::span<const Key> optional;
};

std::span<const ExpectForm> expect_forms();

}  // namespace fishtank::plan
