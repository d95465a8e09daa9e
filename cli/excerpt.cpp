#include "cli/excerpt.hpp"

#include <algorithm>

#include "trace/timeline.hpp"

namespace fishtank::cli {

namespace {

using trace::Record;

/// Enough to see the fault, the loss and the way back of one client.
constexpr std::ptrdiff_t kBefore = 12;
constexpr std::ptrdiff_t kAfter = 4;

bool is_shown(const Record& record, const trace::Failure& failure) {
  const bool concerns = failure.client == trace::kNoClient || record.client == failure.client ||
                        record.client == trace::kNoClient;
  return concerns && trace::is_important(trace::topic_of(record));
}

}  // namespace

std::vector<std::string> excerpt(const plan::Plan& plan, const trace::Trace& run,
                                 const trace::Failure& failure) {
  std::vector<Record> shown;
  std::ranges::copy_if(run.kept, std::back_inserter(shown),
                       [&](const Record& record) { return is_shown(record, failure); });
  const auto moment =
      std::ranges::upper_bound(shown, failure.at.value_or(run.end), {}, &Record::at);
  const auto first = moment - std::min(kBefore, moment - shown.begin());
  const auto last = moment + std::min(kAfter, shown.end() - moment);
  trace::Timeline timeline(plan);
  std::for_each(first, last, [&](const Record& record) { timeline.make_room(record.at); });
  std::vector<std::string> lines;
  std::transform(first, last, std::back_inserter(lines),
                 [&](const Record& record) { return timeline.line(record); });
  return lines;
}

}  // namespace fishtank::cli
