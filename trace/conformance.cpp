#include "trace/conformance.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace fishtank::trace {

namespace {

constexpr KindSet kSteps =
    kinds(RecordKind::open_transport, RecordKind::opened, RecordKind::open_failed,
          RecordKind::closed, RecordKind::abort_transport, RecordKind::state_changed,
          RecordKind::deliver, RecordKind::discarded, RecordKind::restart_instance);

/// What the server tells of a client goes by another clock than what the client does: at the same
/// moment either may be first. So its steps are a sequence of their own.
constexpr KindSet kServerSteps =
    kinds(RecordKind::server_registered, RecordKind::server_refused, RecordKind::server_ready,
          RecordKind::server_closed, RecordKind::server_kicked);

bool has(KindSet set, RecordKind kind) {
  return (set & KindSet{1} << static_cast<unsigned>(kind)) != 0;
}

enum class Side : std::uint8_t { client, server };

using Sequences = std::map<std::pair<std::uint32_t, Side>, std::vector<Record>>;

Sequences sequences(std::span<const Record> records) {
  Sequences result;
  for (const Record& record : records) {
    if (record.kind == RecordKind::run_ended) break;
    if (has(kSteps, record.kind)) result[{record.client, Side::client}].push_back(record);
    if (has(kServerSteps, record.kind)) result[{record.client, Side::server}].push_back(record);
  }
  return result;
}

/// Numbers of sessions are each world's own.
bool same(const Record& one, const Record& other) {
  if (one.kind != other.kind || one.detail != other.detail || one.b != other.b) return false;
  return has(kServerSteps, one.kind) || one.a == other.a;
}

std::optional<Record> at(const std::vector<Record>& records, std::size_t index) {
  if (index < records.size()) return records[index];
  return std::nullopt;
}

void compare(std::uint32_t client, const std::vector<Record>& one, const std::vector<Record>& other,
             Conformance& result) {
  const std::size_t common = std::min(one.size(), other.size());
  std::size_t step = 0;
  for (; step < common && same(one[step], other[step]); ++step) {
    result.deviation.add(std::chrono::abs(one[step].at - other[step].at).count());
  }
  result.steps += step;
  if (step == one.size() && step == other.size()) return;
  result.partings.push_back({client, step, at(one, step), at(other, step)});
}

}  // namespace

Conformance compare(std::span<const Record> one, std::span<const Record> other) {
  Sequences left = sequences(one);
  Sequences right = sequences(other);
  for (const auto& entry : right) left.try_emplace(entry.first);
  Conformance result;
  for (const auto& [who, steps] : left) compare(who.first, steps, right[who], result);
  return result;
}

}  // namespace fishtank::trace
