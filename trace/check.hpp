#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
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

class Scene;

/// How a check watches a client: a small value of its own type for each client, without a virtual
/// function and without a place of its own, because a record of 100 000 clients is shown to a
/// handful of them. Made by watch<W>() of watch.hpp.
struct WatchType {
  std::size_t size = 0;       ///< of the value, in bytes
  std::size_t alignment = 1;  ///< at most that of std::max_align_t
  void (*construct)(void* watch) = nullptr;
  void (*destroy)(void* watch) = nullptr;

  /// A record of one of the kinds, and with one of the frames, that the spec asks for.
  void (*see)(void* watch, const Record& record, const Scene& scene) = nullptr;

  /// The run is over; what should have happened by now has not.
  void (*finish)(void* watch, const Scene& scene) = nullptr;
};

/// What a check has a watch for.
enum class Scope : std::uint8_t {
  client,  ///< each client by itself
  run,     ///< all clients of a run together
};

struct CheckSpec {
  std::string_view name;         ///< what a scenario's `violation:` names
  std::string_view about;        ///< the property, in one sentence
  std::string_view bound;        ///< how its bound follows from the policy; empty: none
  KindSet sees = 0;              ///< the kinds of records it is shown
  FrameSet frames = kAllFrames;  ///< of records that have a frame, those with one of these
  WatchType watch;
  Scope scope = Scope::client;

  /// It judges by what the server knows, too. Where only the client's records exist, it takes the
  /// server's silence for a fault and is not to be asked.
  bool needs_server = false;
};

/// All checks, by name.
std::span<const CheckSpec* const> checks();

/// Null if there is none of that name.
const CheckSpec* find_check(std::string_view name);

}  // namespace fishtank::trace
