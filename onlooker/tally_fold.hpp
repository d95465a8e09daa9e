#pragma once

#include <optional>
#include <string_view>

#include "onlooker/tally.hpp"
#include "onlooker/visit.hpp"
#include "trace/record.hpp"

namespace fishtank::onlooker {

/// Counts what a visitor does.
class TallyFold {
 public:
  explicit TallyFold(Instant first_seen) : first_seen_(first_seen) {}

  /// `visit` has seen the record already.
  void see(const trace::Record& record, const Visit& visit);
  void found(std::string_view check) { ++tally_.findings[check]; }

  Tally tally(const Visit& visit, Instant now) const;

 private:
  void count_end(const trace::Record& record, const Visit& visit);
  void count_registered(Instant now);

  Tally tally_;
  Instant first_seen_{};
  bool was_registered_ = false;        ///< a session of his, at some time
  std::optional<Instant> away_since_;  ///< registered before, and not since then
};

}  // namespace fishtank::onlooker
