#include "trace/metrics_fold.hpp"

#include <algorithm>
#include <utility>

#include "core/effect.hpp"
#include "trace/bounds.hpp"
#include "trace/losses.hpp"

namespace fishtank::trace {

using core::State;

namespace {

void count_note(const Record& record, ClientMetrics& metrics) {
  switch (static_cast<core::NoteKind>(record.detail)) {
    case core::NoteKind::stale_input: ++metrics.stale_inputs; return;
    case core::NoteKind::stuck: ++metrics.stuck_reports; return;
    case core::NoteKind::failure_counted:
      if (record.b < core::kFailureClasses) ++metrics.failures[record.b];
      return;
    default: return;
  }
}

void count_chat(const Record& record, ClientMetrics& metrics) {
  switch (static_cast<core::ChatResult>(record.detail)) {
    case core::ChatResult::accepted: ++metrics.chats_accepted; return;
    case core::ChatResult::refused:
    case core::ChatResult::not_connected: ++metrics.chats_refused; return;
    case core::ChatResult::lost:
    case core::ChatResult::timed_out: ++metrics.chats_lost; return;
  }
}

void count_discard(const Record& record, ClientMetrics& metrics) {
  switch (static_cast<core::Discard>(record.detail)) {
    case core::Discard::duplicate: ++metrics.messages_duplicate; return;
    case core::Discard::expired: ++metrics.messages_expired; return;
    case core::Discard::undecodable: ++metrics.messages_undecodable; return;
    case core::Discard::cancelled: ++metrics.messages_cancelled; return;
  }
}

}  // namespace

std::optional<Instant> OpenHeartbeats::take(std::uint64_t mid) {
  if (latest_.at != kNobody && latest_.mid == mid) {
    return std::exchange(latest_.at, kNobody);
  }
  const auto found = std::ranges::find(older_, mid, &Heartbeat::mid);
  if (found == older_.end()) return std::nullopt;
  const Instant at = found->at;
  older_.erase(found);
  return at;
}

std::uint32_t OpenHeartbeats::close(Instant since) {
  std::uint32_t open = latest_.at != kNobody && latest_.at > since ? 1 : 0;
  open += static_cast<std::uint32_t>(
      std::ranges::count_if(older_, [&](const Heartbeat& one) { return one.at > since; }));
  latest_.at = kNobody;
  older_.clear();
  return open;
}

/// Adds the time since the last settling to what it was spent in. Before each change of that.
void MetricsFold::settle(std::size_t client, Instant at) {
  const Duration passed = at - std::exchange(folds_[client].settled, at);
  const ClientStatus& status = statuses_[client];
  ClientMetrics& metrics = clients_[client];
  metrics.time_in[static_cast<std::size_t>(status.state)] += passed;
  const bool connected = status.state == State::connected;
  if (status.wanted() && !connected) metrics.downtime += passed;
  if (connected && !status.session.held()) metrics.zombie_time += passed;
}

MetricsFold::MetricsFold(const plan::Plan& plan, std::span<const ClientStatus> statuses)
    : statuses_(statuses), folds_(statuses.size()), clients_(statuses.size()) {
  auto fold = folds_.begin();
  for (const plan::Client& group : plan.clients) {
    for (std::int32_t one = 0; one < group.count; ++one, ++fold) {
      fold->heartbeat_timeout = answer_timeout(group.policy);
    }
  }
  for (const plan::Event& event : plan.timeline) fault_began_.push_back(core::kStart + event.at);
}

void MetricsFold::fold(const Record& record) {
  Fold& client = folds_[record.client];
  ClientMetrics& metrics = clients_[record.client];
  switch (record.kind) {
    case RecordKind::send:
      if (frame_kind(record.detail) != core::FrameKind::heartbeat) return;
      ++metrics.heartbeats_sent;
      return client.heartbeats.sent(record.b, record.at);
    case RecordKind::received: return heartbeat_answered(record, client, metrics);
    case RecordKind::state_changed: return state_changed(record, client, metrics);
    case RecordKind::stop:
    case RecordKind::account_enabled:
      if (record.kind == RecordKind::stop || record.detail == 0) client.lost_at = core::kNever;
      [[fallthrough]];
    case RecordKind::start:
    case RecordKind::server_accepted:
    case RecordKind::server_registered:
    case RecordKind::server_refused:
    case RecordKind::server_gone:
    case RecordKind::server_kicked:
    case RecordKind::server_closed: return settle(record.client, record.at);
    case RecordKind::open_transport:
      ++metrics.attempts;
      attempts_.push_back({.at = record.at, .client = record.client});
      return;
    case RecordKind::request_token: ++metrics.token_calls; return;
    case RecordKind::refresh_cookie: ++metrics.cookie_refreshes; return;
    case RecordKind::password_login: ++metrics.password_logins; return;
    case RecordKind::restart_instance: ++metrics.restarts; return;
    case RecordKind::note: return count_note(record, metrics);
    case RecordKind::send_chat: ++metrics.chats_sent; return;
    case RecordKind::chat_done: return count_chat(record, metrics);
    case RecordKind::chat_accepted: ++metrics.chats_arrived; return;
    case RecordKind::fault_started: return see_of_all(record);
    case RecordKind::push_accepted: ++metrics.messages_pushed; return;
    case RecordKind::push_sent: metrics.messages_redelivered += record.detail; return;
    case RecordKind::deliver: ++metrics.messages_delivered; return;
    case RecordKind::discarded: return count_discard(record, metrics);
    default: return;
  }
}

void MetricsFold::heartbeat_answered(const Record& record, Fold& client, ClientMetrics& metrics) {
  if (frame_kind(record.detail) != core::FrameKind::response) return;
  const auto sent_at = client.heartbeats.take(record.b);
  if (!sent_at || frame_refused(record.detail)) return;
  ++metrics.heartbeats_answered;
  metrics.heartbeat_rtt.add((record.at - *sent_at).count());
}

void MetricsFold::state_changed(const Record& record, Fold& client, ClientMetrics& metrics) {
  settle(record.client, record.at);
  if (state_from(record) == State::connected) {
    // Those that a loss cuts off are unanswered; those that the client itself cut off are not held
    // against it unless they were overdue.
    const Instant since = is_loss(record) ? record.at : record.at - client.heartbeat_timeout;
    metrics.heartbeats_open += client.heartbeats.close(since);
  }
  if (is_loss(record)) {
    ++metrics.losses;
    client.lost_at = record.at;
    metrics.first_loss = std::min(metrics.first_loss, record.at);
    metrics.back_at = core::kNever;
    if (client.trouble_began != core::kNever) {
      const Instant began = std::max(client.trouble_began, client.connected_at);
      metrics.detection_latency.add((record.at - began).count());
    }
  }
  if (state_to(record) != State::connected) return;
  ++metrics.connects;
  client.connected_at = record.at;
  client.trouble_began = core::kNever;
  if (client.lost_at == core::kNever) return;
  metrics.recovery_latency.add((record.at - client.lost_at).count());
  metrics.back_at = record.at;
  client.lost_at = core::kNever;
}

void MetricsFold::see_of_all(const Record& record) {
  if (record.kind == RecordKind::fault_started && record.a < fault_began_.size()) {
    fault_began_[record.a] = record.at;
  }
}

void MetricsFold::blame(const Record& record) {
  const bool touches =
      record.kind != RecordKind::fault_started && record.kind != RecordKind::fault_ended;
  const std::size_t event = record.fault - std::size_t{1};
  if (!touches || event >= fault_began_.size()) return;
  Fold& client = folds_[record.client];
  client.trouble_began = std::min(client.trouble_began, fault_began_[event]);
}

Metrics MetricsFold::finish(Instant end) {
  for (std::size_t index = 0; index < folds_.size(); ++index) {
    Fold& client = folds_[index];
    ClientMetrics& metrics = clients_[index];
    settle(index, end);
    metrics.in_service =
        statuses_[index].state == State::connected && statuses_[index].session.held();
    metrics.heartbeats_open += client.heartbeats.close(end - client.heartbeat_timeout);
    metrics.messages_missed = metrics.messages_pushed - statuses_[index].custody.delivered();
    for (const Custody::Message& message : statuses_[index].custody.messages()) {
      ++(message.released ? metrics.messages_lost : metrics.messages_pending);
    }
  }
  return {.clients = std::move(clients_), .attempts = std::move(attempts_)};
}

}  // namespace fishtank::trace
