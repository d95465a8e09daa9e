#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "onlooker/check.hpp"

namespace fishtank::onlooker::check {
namespace {

using trace::Record;

constexpr std::string_view kName = "comes_back";

class ComesBack : public Watch {
 public:
  void see(const Record&, const Scene& scene) override {
    const auto& end = scene.visit().last_end();
    const bool is_away = end && scene.visit().open().empty();
    const Instant since = is_away ? end->at : core::kNever;
    if (since == std::exchange(away_since_, since)) return;  // pushes go on meanwhile
    const bool is_awaited = is_away && is_to_come_back(*end, scene.expected());
    due_ = is_awaited ? since + scene.expected().back_within : core::kNever;
  }

  Instant due() const override { return due_; }

  void pass(const Scene& scene) override {
    if (due_ == core::kNever || scene.now() <= due_) return;
    if (may_have_given_up(scene)) {
      due_ = core::kNever;
      return;
    }
    const Duration within = scene.expected().back_within;
    const Instant fair = fair_end(scene);
    if (scene.now() <= fair) {
      due_ = fair;
      return;
    }
    scene.found(kName, fair,
                fmt::format("it has not come back within {} of the end that the server or a fault "
                            "made at {}; it has given up, or was stopped",
                            text(within), text(away_since_ - core::kStart)));
    due_ = core::kNever;
  }

 private:
  /// What is due, or for as long as something keeps it out another try later.
  Instant fair_end(const Scene& scene) const {
    const Duration within = scene.expected().back_within;
    const Instant admitted = std::max(scene.visit().admitted_from(), scene.visit().calm_from());
    return admitted == core::kNever ? scene.now() + within : std::max(due_, admitted + within);
  }

  /// Who ended the connection himself may have been stopped. Who may give up has failures behind
  /// it.
  static bool is_to_come_back(const End& end, const Expected& expected) {
    return end.by_server && (end.served || !gives_up(expected));
  }

  static bool gives_up(const Expected& expected) {
    return !expected.recovers && expected.max_failures > 0;
  }

  /// It was kept out for so long that it may have come to its limit where the server does not see
  /// it.
  bool may_have_given_up(const Scene& scene) const {
    const Expected& expected = scene.expected();
    if (!gives_up(expected)) return false;
    Instant last_attempt = away_since_;
    const auto waits = static_cast<std::uint64_t>(expected.max_failures) - 1;
    for (std::uint64_t failure = 1; failure <= waits; ++failure) {
      last_attempt += least_wait(expected, failure);
    }
    return scene.visit().admitted_from() > last_attempt;
  }

  Instant away_since_ = core::kNever;  ///< kNever: it is here
  Instant due_ = core::kNever;
};

}  // namespace

/// Bound: Expected::back_within.
const CheckSpec& comes_back() {
  static constexpr CheckSpec spec{
      .name = kName,
      .about = "After an end that the server or a fault made, the client comes back.",
      .bound = "noticing, the longest wait, an attempt, a login or a new life; + 3s",
      .watch = +[]() -> std::unique_ptr<Watch> { return std::make_unique<ComesBack>(); },
  };
  return spec;
}

}  // namespace fishtank::onlooker::check
