#include "plan/vocabulary.hpp"

#include <algorithm>

namespace fishtank::plan {

bool MetricName::is_number() const {
  if (metric == nullptr) return false;
  if (!metric->is_distribution) return statistic.empty();
  return std::ranges::find(kStatistics, statistic) != kStatistics.end();
}

ValueKind MetricName::unit() const {
  return statistic == "count" ? ValueKind::count : metric->unit;
}

MetricName find_metric(const Vocabulary& vocabulary, std::string_view text) {
  const auto find = [&](std::string_view name) -> const MetricInfo* {
    const auto found = std::ranges::find(vocabulary.metrics, name, &MetricInfo::name);
    return found == vocabulary.metrics.end() ? nullptr : &*found;
  };
  if (const MetricInfo* whole = find(text)) return {whole, {}};
  const std::size_t dot = text.rfind('.');
  if (dot == std::string_view::npos) return {};
  return {find(text.substr(0, dot)), text.substr(dot + 1)};
}

}  // namespace fishtank::plan
