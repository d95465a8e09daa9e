#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "trace/record.hpp"

namespace fishtank::trace {

/// What a run did, in 64 bits: two runs with the same fingerprint left the same records in the same
/// order. The same on every machine, compiler and optimisation level.
enum class Fingerprint : std::uint64_t {};

/// 16 hex digits, as `fishtank run` prints it.
std::string to_text(Fingerprint fingerprint);

/// The fingerprint of the records so far: XXH3 over their bytes, one after the other.
///
/// Records are hashed as they lie in memory, so the machine must be little-endian; another would
/// have to swap the fields first.
class RunningFingerprint {
 public:
  RunningFingerprint();
  ~RunningFingerprint();
  RunningFingerprint(RunningFingerprint&&) noexcept;
  RunningFingerprint& operator=(RunningFingerprint&&) noexcept;

  /// One more record. They are collected in a block, because hashing many at once costs a fraction
  /// of hashing each.
  void add(const Record& record) {
    if (filled_ == block_.size()) hash_block();
    block_[filled_++] = record;
  }

  /// At any moment; more records may follow.
  Fingerprint value() const;

 private:
  struct State;  // XXH3's own

  void hash_block();

  std::array<Record, 128> block_;
  std::size_t filled_ = 0;
  std::unique_ptr<State> state_;
};

}  // namespace fishtank::trace
