#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "onlooker/expected.hpp"
#include "onlooker/visit.hpp"
#include "trace/record.hpp"

/// A check judges one visitor by the wire. Each is one file in onlooker/checks/ that defines one
/// CheckSpec; CMake lists the files, so a new check is a new file and no edit elsewhere.
namespace fishtank::onlooker {

class Scene;

/// How a check watches a visitor.
class Watch {
 public:
  virtual ~Watch() = default;

  /// The record is in scene.visit() already.
  virtual void see(const trace::Record& record, const Scene& scene) = 0;

  /// Until when something has to have happened; kNever: nothing is waited for.
  virtual Instant due() const { return core::kNever; }

  /// Time has passed. Called before each record of the visitor, with and without it in
  /// scene.visit(), and at the latest when due() is over.
  virtual void pass(const Scene&) {}
};

struct CheckSpec {
  std::string_view name;
  std::string_view about;  ///< the property, in one sentence
  std::string_view bound;  ///< how its bound follows from the policy; empty: none
  std::unique_ptr<Watch> (*watch)() = nullptr;
};

/// All checks, by name.
std::span<const CheckSpec* const> checks();

/// Takes what a watch finds.
class Found {
 public:
  virtual ~Found() = default;
  virtual void found(std::string_view check, Instant at, std::string message) = 0;
};

/// What a watch knows besides the record, and where it reports.
class Scene {
 public:
  Scene(const Expected& expected, const Visit& visit, Instant now, Found& out)
      : expected_(expected), visit_(visit), now_(now), out_(out) {}

  const Expected& expected() const { return expected_; }
  const Visit& visit() const { return visit_; }
  Instant now() const { return now_; }

  /// `due` as it is after whatever held the client up; kNever: something does.
  Instant fair(Instant due) const;

  /// What was due on that session did not happen, and the client is there: fair(due) is over, the
  /// session is open, and if Expected::open_means_alive does not hold its host was there since
  /// (Session::there).
  bool overdue(Instant due, std::uint64_t session) const;

  void found(std::string_view check, Instant at, std::string message) const {
    out_.found(check, at, std::move(message));
  }

 private:
  const Expected& expected_;
  const Visit& visit_;
  Instant now_;
  Found& out_;
};

/// "15.2s": to the millisecond, as nobody reads more.
std::string text(Duration duration);

/// One gap between heartbeats now and then may be a cookie refresh.
class Pauses {
 public:
  /// Whether a gap that is still there at `due` may be one. If so it has been, and `due` is later.
  bool excuse(Instant& due, const Scene& scene);

 private:
  Instant last_ = core::kNever;  ///< kNever: none so far
};

}  // namespace fishtank::onlooker
