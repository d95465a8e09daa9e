#pragma once

#include <cstdint>

#include "core/effect.hpp"
#include "core/input.hpp"
#include "core/time.hpp"

namespace fishtank::stage {

/// Whoever wants to see every call of the cores of a world whole: records only hold digests.
class Observer {
 public:
  virtual ~Observer() = default;

  /// What came of a call.
  struct Outcome {
    const core::Effects& effects;  ///< none has been carried out yet
    core::Instant next_deadline;
  };

  /// A client's core was called: handle(*input), or tick() if there is none.
  virtual void called(std::uint32_t client, const core::Input* input, core::Instant now,
                      const Outcome& outcome) = 0;
};

}  // namespace fishtank::stage
