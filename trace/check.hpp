#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plan/plan.hpp"
#include "trace/record.hpp"

/// A check (oracle) watches the records of every run, asked or not, and says when a property is
/// broken. Each is one file in trace/checks/ that defines one CheckSpec; CMake lists the files, so
/// a new check is a new file and no edit elsewhere.
namespace fishtank::trace {

using core::Duration;

/// A property that was broken.
struct Violation {
  std::string_view check;  ///< its name
  std::uint32_t client = kNoClient;
  Instant at{};         ///< when the property became broken, which may be before it was found
  Instant found{};      ///< the record or the end of the run at which it was found
  std::string message;  ///< what was expected, the bound and where it comes from; what happened

  bool operator==(const Violation&) const = default;
};

/// Takes the violations of the checks of one run.
class Violations {
 public:
  /// So many of each check and client are kept: what is broken once is often broken on every turn.
  static constexpr std::uint32_t kKeptEach = 3;

  /// Keeps the first kKeptEach of each check and client, counts all.
  void add(Violation violation);

  std::span<const Violation> kept() const { return kept_; }
  std::uint64_t count() const { return count_; }

  /// Gives the kept ones away.
  std::vector<Violation> take() { return std::move(kept_); }

 private:
  std::vector<Violation> kept_;
  std::uint64_t count_ = 0;
  std::map<std::pair<std::string_view, std::uint32_t>, std::uint32_t> kept_each_;
};

/// The state of one check in one run. It holds what it needs of each client in vectors by client
/// index, a few words each (100 000 clients in a run are usual).
class Check {
 public:
  virtual ~Check() = default;

  /// A record of one of the kinds that the spec asks for.
  virtual void see(const Record& record, Violations& out) = 0;

  /// The run is over; what should have happened by now has not.
  virtual void finish(Instant end, Violations& out) = 0;
};

struct CheckSpec {
  std::string_view name;   ///< what a scenario's `violation:` names
  std::string_view about;  ///< the property, in one sentence
  std::string_view bound;  ///< how its bound follows from the policy; empty: none
  KindSet sees = 0;        ///< the kinds of records it is shown

  /// The plan outlives the check.
  std::unique_ptr<Check> (*make)(const plan::Plan& plan) = nullptr;
};

/// All checks, by name.
std::span<const CheckSpec* const> checks();

/// Null if there is none of that name.
const CheckSpec* find_check(std::string_view name);

}  // namespace fishtank::trace
