#include "serve/log_limit.hpp"

namespace fishtank::serve {

bool LogLimit::admits(const std::string& kind, std::uint32_t visitor, Instant now) {
  if (left_out_.empty() && now >= begin_ + kWhile) told_.clear();
  if (told_.empty()) begin_ = now;
  std::size_t& in_all = told_[{kind, kAnybody}];
  const std::size_t most = visitor == kAnybody ? kEach : kAll;
  if (in_all >= most) {
    ++left_out_[{kind, kAnybody}];
    return false;
  }
  if (visitor != kAnybody) {
    std::size_t& of_visitor = told_[{kind, visitor}];
    if (of_visitor >= kEach) {
      ++left_out_[{kind, visitor}];
      return false;
    }
    ++of_visitor;
  }
  ++in_all;
  return true;
}

std::vector<LogLimit::LeftOut> LogLimit::take() {
  std::vector<LeftOut> taken;
  for (const auto& [key, lines] : left_out_) taken.push_back({key.first, key.second, lines});
  left_out_.clear();
  told_.clear();
  return taken;
}

}  // namespace fishtank::serve
