#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "core/time.hpp"
#include "stage/recording.hpp"
#include "trace/record.hpp"

namespace fishtank::stage {

/// Where a core does not do what it did when it was recorded.
struct Parting {
  std::uint64_t line = 0;  ///< of the recording
  core::Instant at{};
  std::string recorded;  ///< the effect as it stands there; empty: none
  std::string replayed;  ///< what came instead; empty: nothing

  bool operator==(const Parting&) const = default;
};

/// What came of a replay.
struct Replayed {
  std::uint64_t inputs = 0;   ///< and ticks
  std::uint64_t effects = 0;  ///< that were the same, byte for byte
  std::optional<Parting> parting;
};

/// Lets a new core live through a recording again, until it ends or something comes out
/// differently. `tell`: hears of each input and effect as of client 0; may be empty. Throws a
/// RecordingError.
Replayed replay(RecordingReader& recording,
                const std::function<void(const trace::Record&)>& tell = nullptr);

}  // namespace fishtank::stage
