#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "plan/plan.hpp"
#include "trace/record.hpp"
#include "trace/sometimes.hpp"
#include "trace/sometimes/client_story.hpp"

namespace fishtank::trace {

/// Tells which rare situations occurred in a run, from its records. What happens with every
/// heartbeat costs it one look at the record's kind, and what has occurred is asked for no more.
class SometimesFold {
 public:
  /// The plan outlives it.
  explicit SometimesFold(const plan::Plan& plan);
  SometimesFold(const SometimesFold&) = delete;  // the stories point at its lines
  SometimesFold& operator=(const SometimesFold&) = delete;

  void see(const Record& record) {
    if ((wanted_ & kinds(record.kind)) == 0 || record.client >= stories_.size()) return;
    look(record);
  }

  /// Of the run so far.
  SituationSet occurred() const { return occurred_; }

 private:
  void look(const Record& record);

  FaultLines lines_;
  std::vector<ClientStory> stories_;                   ///< by client
  std::array<SituationSet, kRecordKinds> asked_of_{};  ///< by kind: those that have not occurred
  std::uint32_t failing_ = 0;  ///< clients whose last heartbeat could not be sent
  KindSet wanted_ = ClientStory::kSees;
  SituationSet occurred_ = 0;
};

}  // namespace fishtank::trace
