#include <fmt/format.h>

#include <deque>

#include "onlooker/check.hpp"

namespace fishtank::onlooker::check {
namespace {

using trace::Record;
using trace::RecordKind;

constexpr std::string_view kName = "hot_loop";

class HotLoop : public Watch {
 public:
  void see(const Record& record, const Scene& scene) override {
    if (record.kind != RecordKind::server_accepted && record.kind != RecordKind::server_turned_away)
      return;
    if (record.at < scene.visit().timed_from()) return attempts_.clear();
    const Expected& expected = scene.expected();
    while (!attempts_.empty() && record.at - attempts_.front() >= expected.hot_window) {
      attempts_.pop_front();
    }
    attempts_.push_back(record.at);
    if (attempts_.size() <= static_cast<std::size_t>(expected.hot_connects)) return;
    scene.found(kName, record.at,
                fmt::format("{} upgrades within {}; more than {} in {} is a hot loop; looks like "
                            "D-3, D-3', D-4 or D-20",
                            attempts_.size(), text(record.at - attempts_.front()),
                            expected.hot_connects, text(expected.hot_window)));
    attempts_.clear();
  }

 private:
  std::deque<Instant> attempts_;  ///< in the window
};

}  // namespace

/// Bound: Expected::hot_connects in hot_window.
const CheckSpec& hot_loop() {
  static constexpr CheckSpec spec{
      .name = kName,
      .about = "A client that cannot stay connected does not hammer the server.",
      .bound = "5 upgrades in any 10s, whatever the policy",
      .watch = +[]() -> std::unique_ptr<Watch> { return std::make_unique<HotLoop>(); },
  };
  return spec;
}

}  // namespace fishtank::onlooker::check
