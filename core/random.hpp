#pragma once

#include <cstdint>
#include <string_view>

#include "core/time.hpp"

namespace fishtank::core {

/// The start of a stream of random numbers.
enum class Seed : std::uint64_t {};

/// A seed for the component of that name, independent of every other name's (exemplars.md 3.6):
/// adding a draw in one place does not move the others. `index` tells like components apart.
Seed derive(Seed root, std::string_view name, std::uint64_t index = 0);

/// Our own generator (splitmix64): integers only, the same on every compiler and library.
/// A regular value of 8 bytes.
class Random {
 public:
  explicit constexpr Random(Seed seed) : state_(static_cast<std::uint64_t>(seed)) {}

  /// 64 random bits.
  constexpr std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }

  /// Uniform in [0, bound); 0 for bound 0. The bias of at most bound / 2^64 is accepted.
  std::uint64_t below(std::uint64_t bound);

  /// Uniform in [zero, bound); zero for a bound that is not positive.
  Duration below(Duration bound);

  /// True in `parts` of 1'000'000 cases.
  bool chance_ppm(std::uint32_t parts) { return below(1'000'000) < parts; }

  /// What the next draw depends on, for hashing a state.
  std::uint64_t peek() const { return state_; }

  bool operator==(const Random&) const = default;

 private:
  std::uint64_t state_;
};

}  // namespace fishtank::core
