#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/time.hpp"

namespace fishtank::onlooker {

using core::Instant;

/// A property that a client has broken, as the server sees it.
struct Finding {
  std::string_view check;     ///< its name
  std::uint32_t visitor = 0;  ///< Record::client
  Instant at{};               ///< when the property became broken
  std::string message;  ///< what was seen, the bound and where it comes from, which defect it looks
                        ///< like

  bool operator==(const Finding&) const = default;
};

/// The findings of all visitors in the order in which they were found. A server runs for weeks and
/// what is broken once is broken on every turn, so few of each are kept and all are counted.
class Findings {
 public:
  static constexpr std::uint64_t kKeptEach = 3;  ///< of each check and visitor

  /// Tells whether it was kept.
  bool add(Finding finding) {
    if (++seen_[{finding.check, finding.visitor}] > kKeptEach) return false;
    kept_.push_back(std::move(finding));
    return true;
  }

  std::span<const Finding> kept() const { return kept_; }

 private:
  std::vector<Finding> kept_;
  std::map<std::pair<std::string_view, std::uint32_t>, std::uint64_t> seen_;
};

}  // namespace fishtank::onlooker
