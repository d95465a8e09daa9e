#include "onlooker/onlooker.hpp"

#include <algorithm>

#include "onlooker/visitor_watch.hpp"

namespace fishtank::onlooker {

using trace::Record;
using trace::RecordKind;

namespace {

constexpr trace::KindSet kSeen = trace::kinds(
    RecordKind::server_accepted, RecordKind::server_gone, RecordKind::server_registered,
    RecordKind::server_refused, RecordKind::server_ready, RecordKind::server_received,
    RecordKind::server_kicked, RecordKind::server_closed, RecordKind::push_accepted,
    RecordKind::push_sent, RecordKind::push_acknowledged, RecordKind::chat_accepted,
    RecordKind::server_ping, RecordKind::server_pong, RecordKind::server_withheld,
    RecordKind::server_turned_away, RecordKind::server_app_ping);

constexpr Duration kMoment{1};

}  // namespace

/// What all visitors share, at a place that stays when the onlooker moves.
struct Onlooker::Common {
  Expected expected;
  Weather weather;
  Disturbances over_all;  ///< by records without a client
  Findings findings;
};

Onlooker::Onlooker(Expected expected, std::span<const plan::Event> timeline)
    : common_(std::make_unique<Common>(Common{expected, Weather(timeline), {}, {}})) {}

Onlooker::~Onlooker() = default;
Onlooker::Onlooker(Onlooker&&) noexcept = default;
Onlooker& Onlooker::operator=(Onlooker&&) noexcept = default;

VisitorWatch& Onlooker::visitor(std::uint32_t index, Instant now) {
  if (index >= visitors_.size()) {
    visitors_.resize(index + std::size_t{1});
    deadlines_.resize(index + std::size_t{1}, core::kNever);
  }
  if (visitors_[index] == nullptr) {
    visitors_[index] = std::make_unique<VisitorWatch>(index, common_->over_all, now,
                                                      common_->expected, common_->findings);
  }
  return *visitors_[index];
}

void Onlooker::know(std::uint32_t event, const plan::Event& added) {
  common_->weather.know(event, added);
}

void Onlooker::see(const Record& record) {
  const bool of_a_fault =
      record.kind == RecordKind::fault_started || record.kind == RecordKind::fault_ended;
  if (of_a_fault) return see_fault(record);
  if (record.client == trace::kNoClient) return;
  if ((kSeen & trace::kinds(record.kind)) == 0) return;
  now_ = record.at;
  visitor(record.client, record.at).see(record);
  reschedule(record.client);
}

void Onlooker::see_fault(const Record& record) {
  now_ = record.at;
  const Weather::Step step = common_->weather.of(record);
  const bool begins = record.kind == RecordKind::fault_started;
  if (record.client != trace::kNoClient) {
    visitor(record.client, record.at).see_fault(step, begins, record.at);
    return reschedule(record.client);
  }
  common_->over_all.add(step, begins ? 1 : -1);
  for (std::uint32_t index = 0; index < visitors(); ++index) {
    if (visitors_[index] == nullptr) continue;
    visitors_[index]->see_fault(step, begins, record.at);
    reschedule(index);
  }
}

void Onlooker::see_close_answered(std::uint32_t visitor, Instant now) {
  if (visitor < visitors_.size() && visitors_[visitor] != nullptr) {
    visitors_[visitor]->see_close_answered(now);
  }
}

void Onlooker::see_standstill(Instant now) {
  now_ = now;
  common_->over_all.slept_until = now;
  for (std::uint32_t index = 0; index < visitors(); ++index) {
    if (visitors_[index] == nullptr) continue;
    visitors_[index]->see_standstill(now);
    reschedule(index);
  }
}

void Onlooker::tick(Instant now) {
  now_ = now;
  while (!agenda_.empty() && agenda_.begin()->first < now) {
    const std::uint32_t index = agenda_.begin()->second;
    visitors_[index]->pass(now);
    reschedule(index);
  }
}

void Onlooker::reschedule(std::uint32_t index) {
  Instant due = visitors_[index]->due();
  if (due < now_) due = core::kNever;  // looked at and not held against him: a record's business
  if (due == deadlines_[index]) return;
  if (deadlines_[index] != core::kNever) agenda_.erase({deadlines_[index], index});
  deadlines_[index] = due;
  if (due != core::kNever) agenda_.insert({due, index});
}

Instant Onlooker::next_deadline() const {
  return agenda_.empty() ? core::kNever : agenda_.begin()->first + kMoment;
}

void Onlooker::finish(Instant now) {
  now_ = std::max(now_, now);
  for (std::uint32_t index = 0; index < visitors(); ++index) {
    if (visitors_[index] == nullptr) continue;
    visitors_[index]->pass(now_);
    reschedule(index);
  }
}

std::span<const Finding> Onlooker::findings() const { return common_->findings.kept(); }

bool Onlooker::serves(std::uint32_t visitor) const {
  if (visitor >= visitors_.size() || visitors_[visitor] == nullptr) return false;
  const Session* latest = visitors_[visitor]->visit().latest();
  return latest != nullptr && latest->registered && latest->served();
}

std::optional<Instant> Onlooker::cut_off_at(std::uint32_t visitor) const {
  if (visitor >= visitors_.size() || visitors_[visitor] == nullptr) return std::nullopt;
  const Visit& visit = visitors_[visitor]->visit();
  const auto& end = visit.last_end();
  if (!visit.open().empty() || !end || !end->by_server) return std::nullopt;
  return end->at;
}

Tally Onlooker::tally(std::uint32_t visitor) const {
  return visitors_[visitor] == nullptr ? Tally() : visitors_[visitor]->tally(now_);
}

Tally Onlooker::total() const {
  Tally total;
  for (std::uint32_t index = 0; index < visitors(); ++index) total += tally(index);
  return total;
}

const Expected& Onlooker::expected() const { return common_->expected; }

}  // namespace fishtank::onlooker
