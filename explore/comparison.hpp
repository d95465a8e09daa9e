#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/random.hpp"
#include "explore/measure.hpp"
#include "explore/subject.hpp"
#include "explore/trial.hpp"
#include "explore/trouble.hpp"

/// How kinds of clients fare in kinds of trouble.
namespace fishtank::explore {

/// What is to be compared: every subject meets every trouble under every seed.
struct Question {
  std::vector<Subject> subjects;
  std::vector<Trouble> troubles;
  std::vector<core::Seed> seeds;  ///< at least one
  Setup setup;
};

/// A subject in a trouble, over all seeds.
struct Row {
  std::string trouble;
  std::string subject;
  std::uint64_t clients = 0;    ///< in all trials together
  std::uint64_t not_back = 0;   ///< of them, not in service at the end
  std::uint64_t unnoticed = 0;  ///< of those, they took themselves for CONNECTED
  std::uint64_t untouched = 0;  ///< trials in which a fault of the trouble made no difference
  core::Seed
      worst{};  ///< the first of the seeds under which a client was back the latest, or never
  std::array<Spread, kMeasures> spreads;  ///< by Measure

  const Spread& of(Measure measure) const { return spreads[static_cast<std::size_t>(measure)]; }

  bool operator==(const Row&) const = default;
};

/// The answer.
struct Comparison {
  std::vector<core::Seed> seeds;
  Setup setup;

  /// Trouble by trouble, in the order of the question; the subjects of each from best to worst: by
  /// how many were not back, then by time_to_be_back, then by out_of_service, then in the order of
  /// the question.
  std::vector<Row> rows;

  bool operator==(const Comparison&) const = default;
};

/// Does something for each index below `count`, in whatever order and threads; back when all is
/// done.
using ForEach =
    std::function<void(std::size_t count, const std::function<void(std::size_t index)>& work)>;

/// Runs all trials, those of a row by `for_each`. What comes out does not depend on how that does
/// it: equal questions have equal answers.
Comparison compare(const Question& question, const ForEach& for_each);

}  // namespace fishtank::explore
