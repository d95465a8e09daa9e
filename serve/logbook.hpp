#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "live/chores.hpp"
#include "live/driver.hpp"
#include "plan/plan.hpp"
#include "serve/log.hpp"
#include "serve/log_limit.hpp"
#include "serve/visitor_book.hpp"
#include "trace/record.hpp"

namespace fishtank::serve {

/// The log for the person who watches: "    12.345s  visitor-1  registered". What visitors and
/// peers do is held to the LogLimit, unless everything is asked for.
class Logbook {
 public:
  using Out = std::function<void(const std::string& line)>;

  /// `out` may be empty: nobody wants it. Driver, book and plan outlive it.
  Logbook(live::Driver& driver, Out out, Detail detail, const VisitorBook& book,
          const plan::Plan& plan);

  /// What is always told.
  void tell(Instant now, const std::string& what);

  /// What a visitor does, or what happens to it.
  void tell_of(std::uint32_t visitor, const std::string& what, Instant now);

  /// What somebody did who is no visitor.
  void tell_of_peer(const std::string& peer, const std::string& what, Instant now);

  /// A record, if it is to be told.
  void write(const trace::Record& record);

  /// It ends: what was left out is counted.
  void finish(Instant now);

 private:
  bool admits(const std::string& what, std::uint32_t visitor, Instant now);
  void count_left_out(Instant now);

  live::Chores chores_;
  Out out_;
  Detail detail_;
  const VisitorBook& book_;
  const plan::Plan& plan_;
  LogLimit limit_;
};

}  // namespace fishtank::serve
