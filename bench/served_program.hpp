#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace fishtank::bench {

/// A program that runs beside this one, with what Linux counts of it. Ended with the object.
class ServedProgram {
 public:
  /// Starts it and waits for its first line. std::runtime_error: it cannot be started or says
  /// nothing.
  explicit ServedProgram(const std::vector<std::string>& command);
  ~ServedProgram();
  ServedProgram(const ServedProgram&) = delete;
  ServedProgram& operator=(const ServedProgram&) = delete;

  /// What it said first.
  const std::string& greeting() const { return greeting_; }

  /// The port in "ws://127.0.0.1:PORT/" of its greeting.
  std::uint16_t port() const;

  std::int64_t resident_bytes() const;

  /// Processor time that it has used, in ns, to 10 ms.
  std::int64_t cpu_ns() const;

 private:
  pid_t child_ = 0;
  std::string greeting_;
};

}  // namespace fishtank::bench
