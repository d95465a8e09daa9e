#pragma once

#include <cstdint>
#include <ostream>
#include <span>
#include <string_view>

/// What each field of a policy is for, as examples: a short story that goes one way with the
/// documented client (`xianyu-live`) and another way when that one field has another value. The
/// tables are policy_flips_*.cpp, policy_field_test.cpp runs them; virtual time is exact, and so
/// are they.
namespace fishtank::tests {

/// What is looked at in a run.
struct Measure {
  enum class Of : std::uint8_t {
    metric,     ///< one of `fishtank metrics`
    moment_of,  ///< when a line of `fishtank trace --all` says that for the first time, or "never"
    number_of,  ///< how many of its lines say that
    state_at,   ///< the state of the client at that moment
  };
  Of of = Of::metric;
  std::string_view what;          ///< the metric, the words, or the moment
  std::string_view after = "0s";  ///< moment_of: what came before does not count
};

constexpr Measure metric(std::string_view name) { return {Measure::Of::metric, name}; }
constexpr Measure moment_of(std::string_view words, std::string_view after = "0s") {
  return {Measure::Of::moment_of, words, after};
}
constexpr Measure number_of(std::string_view words) { return {Measure::Of::number_of, words}; }
constexpr Measure state_at(std::string_view moment) { return {Measure::Of::state_at, moment}; }

/// One example. Times follow from the default network (50 ms one way): a token takes 320 ms, an
/// open transport 300 ms more, and a client that starts at 0s is CONNECTED at 1.62s.
struct Flip {
  std::string_view field;
  std::string_view to;           ///< instead of its default
  std::string_view beside = "";  ///< other keys of `client:`, the same in both runs
  std::string_view story;        ///< the other keys of the scenario
  Measure measure;
  std::string_view by_default;  ///< what is measured, in the units of scenario files
  std::string_view flipped;
};

/// How GoogleTest names a row that fails.
inline void PrintTo(const Flip& flip, std::ostream* out) { *out << flip.field << ": " << flip.to; }

std::span<const Flip> opening_flips();    ///< connect, heartbeat, keepalive, silence
std::span<const Flip> reconnect_flips();  ///< reconnect, recovery
std::span<const Flip> message_flips();    ///< token, cookie, inbox, chat, stopping, watch

}  // namespace fishtank::tests
