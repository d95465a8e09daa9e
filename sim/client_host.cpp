#include "sim/client_host.hpp"

#include <algorithm>
#include <utility>

#include "core/prefetch.hpp"

namespace fishtank::sim {

using server_mock::ServiceKind;

ClientHost::ClientHost(Tank& tank, std::uint32_t index, const plan::Client& plan,
                       const core::Shared<core::Policy>& policy, core::Identity who)
    : Actor(tank.plan.wake_order == plan::WakeOrder::data_first ? Rank::timer : Rank::early_timer),
      stage::ClientHost(tank, index, plan, policy, std::move(who)),
      tank_(tank) {}

void ClientHost::foresee() const {
  core::prefetch(this, sizeof *this);
  if (stream_ != nullptr) core::prefetch(stream_, sizeof *stream_);
  tank_.recorder.foresee(index());
}

void ClientHost::wake_at(Instant at) {
  tank_.scheduler.schedule(*this, at == core::kNever ? at : std::max(at, tank_.scheduler.now()));
}

// ---- faults ----------------------------------------------------------------------------------

void ClientHost::path_changed(Instant now) {
  if (stream_ != nullptr) stream_->flow_changed(now);
}

void ClientHost::cut(plan::Cut::How how, FaultId fault, Instant now) {
  if (stream_ != nullptr && stream_->cut(how, fault, now)) touch(fault, now);
}

void ClientHost::orphan(FaultId fault, Instant now) {
  if (stream_ != nullptr && stream_->orphan(fault, now)) touch(fault, now);
}

void ClientHost::end_orphan(FaultId fault, Instant now) {
  if (stream_ != nullptr) stream_->end_orphan(fault, now);
}

void ClientHost::bad_frame(const plan::BadFrame& frame, FaultId fault, Instant now) {
  if (stream_ != nullptr && stream_->bad_frame(frame, fault, now)) touch(fault, now);
}

void ClientHost::pause() {
  if (stream_ != nullptr) stream_->pause_client();
}

void ClientHost::resume(Instant now) {
  if (stream_ != nullptr) stream_->resume_client(now);
}

// ---- what the core wants ---------------------------------------------------------------------

void ClientHost::open_transport(Instant now) {
  stream_ = &tank_.streams->acquire(now);
  stream_->open(*this, index(), path(), now);
}

void ClientHost::close_transport(std::uint16_t code, Instant now) {
  if (stream_ == nullptr) return;
  if (!stream_->opening()) return stream_->close(code, now);
  std::exchange(stream_, nullptr)->abort(now);
  follow_with(
      core::Closed{.attempt = attempt(), .cause = core::CloseCause::own_close, .code = code});
}

/// As a real library does, it tells of the end although nobody asked.
void ClientHost::abort_transport(Instant now) {
  if (stream_ == nullptr) return;
  std::exchange(stream_, nullptr)->abort(now);
  follow_with(core::Closed{.attempt = attempt(), .cause = core::CloseCause::own_close});
}

void ClientHost::ping(Instant now) {
  if (stream_ != nullptr) stream_->ping(now);
}

stage::Written ClientHost::write(core::Frame& frame, core::SendId send, Instant now) {
  if (stream_ == nullptr) return stage::Written::failed;
  auto [payload, size] = tank_.pack(std::move(frame), Sender::client);
  return stream_->send(std::move(payload), size, send, now);
}

void ClientHost::call(ServiceKind kind, core::CallId call, Instant now) {
  tank_.services->call(*this, kind, call, now);
}

void ClientHost::cancel_calls() { tank_.services->cancel(*this); }

// ---- what the stream tells -------------------------------------------------------------------

void ClientHost::opened(Stream&, Instant now) { feed(core::Opened{attempt()}, now); }

void ClientHost::open_failed(Stream&, core::OpenFailure cause, FaultId fault, Instant now) {
  stream_ = nullptr;
  feed(core::OpenFailed{attempt(), cause}, now, fault);
}

void ClientHost::received(Stream&, Payload&& payload, Instant now) {
  feed(core::Received{attempt(), tank_.unpack(std::move(payload), Sender::server)}, now);
}

void ClientHost::received_bytes(Stream&, std::string_view text, Instant now) {
  wire::Decoded decoded = tank_.read_by_client(text);
  if (auto* frame = std::get_if<core::Frame>(&decoded)) {
    feed(core::Received{attempt(), std::move(*frame)}, now);
  } else {
    feed(core::ReceivedGarbage{attempt()}, now);
  }
}

void ClientHost::pong(Stream&, Instant now) { feed(core::PongReceived{attempt()}, now); }

void ClientHost::sent(Stream&, core::SendId send, Instant now) {
  feed(core::Sent{attempt(), send}, now);
}

void ClientHost::closed(Stream&, core::CloseCause cause, std::uint16_t code, FaultId fault,
                        Instant now) {
  stream_ = nullptr;
  feed(core::Closed{.attempt = attempt(), .cause = cause, .code = code}, now, fault);
}

}  // namespace fishtank::sim
