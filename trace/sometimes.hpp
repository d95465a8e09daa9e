#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "trace/record.hpp"

/// The third fate of a check: always, never, sometimes. A rare situation is one that a suite must
/// have met for its green to mean anything: a backoff at its cap, a half-open connection that the
/// heartbeat noticed, a stop in the middle of a login. A run tells which of them occurred; a suite
/// counts its cases, and one that never occurs shows what nobody tests.
namespace fishtank::trace {

struct ClientStory;

/// A rare situation: a question about a record, given what happened to its client before.
struct Situation {
  std::string_view name;
  std::string_view about;  ///< what happens in it, in one sentence
  KindSet sees = 0;        ///< the kinds of records it is asked about
  bool (*occurs)(const Record& record, const ClientStory& story) = nullptr;
};

/// All of them, in the order of a connection's life. They are listed in trace/sometimes/: a new one
/// is an entry there.
std::span<const Situation> situations();

/// Some of the situations: bit i stands for situations()[i].
using SituationSet = std::uint64_t;

inline constexpr std::size_t kMostSituations = 64;

constexpr bool contains(SituationSet set, std::size_t situation) {
  return (set >> situation & 1U) != 0;
}

}  // namespace fishtank::trace
