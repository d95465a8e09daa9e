#pragma once

#include "trace/record.hpp"

namespace fishtank::trace {

/// Whoever wants to know what happens in a world, as it happens.
class Sink {
 public:
  virtual ~Sink() = default;

  /// What happened next. Moments never go back.
  virtual void write(const Record& record) = 0;
};

}  // namespace fishtank::trace
