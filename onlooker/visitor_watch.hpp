#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "onlooker/check.hpp"
#include "onlooker/expected.hpp"
#include "onlooker/finding.hpp"
#include "onlooker/tally_fold.hpp"
#include "onlooker/visit.hpp"

namespace fishtank::onlooker {

/// One visitor, and a watch of each check that looks at him. What others do is nothing to him.
class VisitorWatch : public Found {
 public:
  VisitorWatch(std::uint32_t index, const Disturbances& weather, Instant now,
               const Expected& expected, Findings& findings);

  void see(const trace::Record& record);
  void see_fault(const Weather::Step& step, bool begins, Instant now);
  void see_close_answered(Instant now) { visit_.see_close_answered(now); }
  void see_standstill(Instant now) { visit_.see_standstill(now); }
  void pass(Instant now);

  /// After that moment pass() has something to say; kNever: only a record can change that.
  Instant due() const;

  const Visit& visit() const { return visit_; }
  Tally tally(Instant now) const { return tally_.tally(visit_, now); }

  void found(std::string_view check, Instant at, std::string message) override;

 private:
  Scene scene(Instant now) { return {expected_, visit_, now, *this}; }

  std::uint32_t index_;
  const Expected& expected_;
  Findings& findings_;
  Visit visit_;
  TallyFold tally_;
  std::vector<std::unique_ptr<Watch>> watches_;
};

}  // namespace fishtank::onlooker
