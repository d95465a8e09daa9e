#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "onlooker/check.hpp"
#include "onlooker/visit.hpp"

namespace fishtank::onlooker {

/// A watch of a duty: something that a visitor owes on one of its sessions by a moment, unless the
/// session ends before. A check that watches one says from which records it is owed and settled,
/// and what to say if it is not done.
class Duty : public Watch {
 public:
  Instant due() const final { return due_; }
  void pass(const Scene& scene) final;

 protected:
  explicit Duty(std::string_view check) : check_(check) {}

  /// What was not done, for the finding.
  virtual std::string words(const Expected& expected) const = 0;

  /// Whether it may still be done later than it was due; if so `due` is later now.
  virtual bool is_excused(Instant& /*due*/, const Scene& /*scene*/) { return false; }

  std::uint64_t session() const { return session_; }

  /// A record that has a session, of the one that is watched.
  bool is_of_session(const trace::Record& record) const { return session_of(record) == session_; }

  /// From now on that session is watched, and nothing is owed on it yet.
  void watch_session(std::uint64_t session) {
    session_ = session;
    settle();
  }

  bool is_owed() const { return due_ != core::kNever; }
  void owe_by(Instant due) { due_ = due; }
  void settle() { due_ = core::kNever; }

 private:
  std::string_view check_;
  std::uint64_t session_ = 0;
  Instant due_ = core::kNever;
};

}  // namespace fishtank::onlooker
