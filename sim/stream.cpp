#include "sim/stream.hpp"

#include <cassert>
#include <utility>

#include "core/prefetch.hpp"

namespace fishtank::sim {

namespace {

/// Sizes of the packets that carry no text: what they roughly are, so that a slow line feels them.
constexpr std::uint32_t kControlSize = 40;
constexpr std::uint32_t kHelloSize = 600;
constexpr std::uint32_t kHelloDoneSize = 3000;
constexpr std::uint32_t kUpgradeSize = 800;
constexpr std::uint32_t kUpgradedSize = 200;

/// The HTTP status for whoever comes too many.
constexpr std::uint16_t kServiceUnavailable = 503;

/// What the websockets library takes (protocol.md 1).
constexpr std::int64_t kLongestMessage = 1 << 20;

/// The close code with which a library answers that frame (RFC 6455 7.4.1).
std::uint16_t close_code(plan::BadFrame::Kind kind) {
  switch (kind) {
    case plan::BadFrame::Kind::invalid_utf8: return 1007;
    case plan::BadFrame::Kind::oversize: return 1009;
    default: return 1002;
  }
}

std::uint32_t size_of(SegmentKind kind) {
  switch (kind) {
    case SegmentKind::hello: return kHelloSize;
    case SegmentKind::hello_done: return kHelloDoneSize;
    case SegmentKind::upgrade: return kUpgradeSize;
    case SegmentKind::upgraded:
    case SegmentKind::upgrade_refused: return kUpgradedSize;
    default: return kControlSize;
  }
}

}  // namespace

// ---- the client's side -----------------------------------------------------------------------

void Stream::open(ClientEnd& client, std::uint32_t client_index, stage::Path& path, Instant now) {
  assert(over() && client_ == nullptr);
  client_ = &client;
  path_ = &path;
  client_index_ = client_index;
  client_side_ = Side::tcp;
  server_side_ = Side::none;
  ended_by_ = kNoFault;
  orphaned_by_.clear();
  forgotten_ = unheard_ = false;
  waiting_.clear();
  up_.connect(path);
  down_.connect(path);
  if (meets_with(plan::Answer::With::no_address, now)) {
    client_side_ = Side::resolving;
    return scheduler_.schedule(*this, now + path.round_trip());  // as far as to the server
  }
  look_for_listener(now);
  control(up_, SegmentKind::syn, now);
}

stage::Written Stream::send(Payload&& payload, std::uint32_t size, core::SendId send, Instant now) {
  if (client_side_ != Side::open) return stage::Written::failed;
  if (!waiting_.empty() || !up_.has_room(size)) {
    waiting_.push_back({std::move(payload), size, send});
    return stage::Written::waiting;
  }
  up_.write({.size = size, .payload = std::move(payload)}, now);
  return stage::Written::taken;
}

void Stream::flush_waiting(Instant now) {
  while (!waiting_.empty() && client_side_ == Side::open && up_.has_room(waiting_.front().size)) {
    Waiting next = std::move(waiting_.front());
    waiting_.erase(waiting_.begin());
    up_.write({.size = next.size, .payload = std::move(next.payload)}, now);
    if (next.send != core::SendId{}) client_->sent(*this, next.send, now);
  }
}

void Stream::ping(Instant now) {
  if (client_side_ == Side::open) control(up_, SegmentKind::ping, now);
}

void Stream::close(std::uint16_t code, Instant now) {
  if (client_side_ != Side::open) return abort(now);
  client_side_ = Side::closing;
  control(up_, SegmentKind::close, now, code);
}

void Stream::abort(Instant now) {
  if (client_done()) return;
  client_side_ = Side::done;
  waiting_.clear();
  up_.drop_unsent(now);
  if (!server_done()) control(up_, SegmentKind::reset, now);
  settle(now);
}

/// When both sides have done with it, what is still under way reaches nobody.
void Stream::settle(Instant now) {
  if (client_ == nullptr || !over()) return;
  client_ = nullptr;
  scheduler_.cancel(*this);
  up_.clear();
  down_.clear();
  pool_.release(*this, now);
}

// ---- the server's side -----------------------------------------------------------------------

void Stream::server_send(Payload&& payload, std::uint32_t size, Instant now) {
  if (server_side_ == Side::open) down_.write({.size = size, .payload = std::move(payload)}, now);
}

void Stream::server_send_bytes(std::string&& text, Instant now) {
  if (server_side_ != Side::open) return;
  const std::uint32_t size = framed(text.size(), Sender::server);
  down_.write({.kind = SegmentKind::bytes, .size = size, .payload = std::move(text)}, now);
}

void Stream::server_close(std::uint16_t code, FaultId fault, Instant now) {
  if (server_side_ != Side::open) return;
  ended_by_ = fault;
  server_side_ = code == 0 ? Side::done : Side::closing;
  control(down_, code == 0 ? SegmentKind::reset : SegmentKind::close, now, code);
}

void Stream::server_gone(Instant now) {
  const bool knew = server_side_ == Side::open;
  server_side_ = Side::done;
  if (knew) server_.gone(*this, now);
}

// ---- faults ----------------------------------------------------------------------------------

void Stream::flow_changed(Instant now) {
  if (over()) return;
  look_for_listener(now);
  up_.flow_changed(now);
  down_.flow_changed(now);
}

bool Stream::cut(plan::Cut::How how, FaultId fault, Instant now) {
  if (client_done()) return false;
  const SegmentKind kind = how == plan::Cut::How::reset ? SegmentKind::reset : SegmentKind::fin;
  ended_by_ = fault;
  control(up_, kind, now);
  control(down_, kind, now);
  return true;
}

bool Stream::orphan(FaultId fault, Instant now) {
  if (client_side_ != Side::open && client_side_ != Side::closing) return false;
  forgotten_ = true;
  orphaned_by_.push_back(fault);
  ended_by_ = fault;
  server_gone(now);
  down_.clear();
  up_.orphan(fault, now);
  return true;
}

void Stream::end_orphan(FaultId fault, Instant now) {
  if (std::erase(orphaned_by_, fault) != 0 && orphaned_by_.empty()) up_.end_orphan(now);
}

bool Stream::bad_frame(const plan::BadFrame& frame, FaultId fault, Instant now) {
  if (server_side_ != Side::open) return false;
  if (frame.kind == plan::BadFrame::Kind::oversize && frame.size <= kLongestMessage) {
    server_send_bytes(std::string(static_cast<std::size_t>(frame.size), 'x'), now);
    return true;
  }
  ended_by_ = fault;
  control(down_, SegmentKind::bad_frame, now, close_code(frame.kind));
  return true;
}

// ---- segments --------------------------------------------------------------------------------

void Stream::control(Pipe& pipe, SegmentKind kind, Instant now, std::uint16_t code) {
  pipe.write({.kind = kind, .code = code, .size = size_of(kind), .payload = {}}, now);
}

void Stream::arrived(plan::Direction direction, Segment&& segment, Instant now) {
  if (direction == plan::Direction::up) {
    at_server(std::move(segment), now);
    flush_waiting(now);
  } else {
    at_client(std::move(segment), now);
  }
  settle(now);
}

void Stream::foresee() const {
  core::prefetch(this, sizeof *this);
  if (client_ != nullptr) client_->foresee();
}

void Stream::at_server(Segment&& segment, Instant now) {
  if (forgotten_) return control(down_, SegmentKind::reset, now);
  switch (segment.kind) {
    case SegmentKind::syn:
    case SegmentKind::hello:
    case SegmentKind::upgrade: return meet(segment.kind, now);
    case SegmentKind::text:
      if (server_side_ == Side::open) server_.received(*this, std::move(segment.payload), now);
      // Its kernel knows of no such connection any more.
      if (server_side_ == Side::done) control(down_, SegmentKind::reset, now);
      return;
    case SegmentKind::ping:
      if (server_side_ == Side::open && server_.answers(SegmentKind::ping, *this, now)) {
        control(down_, SegmentKind::pong, now);
      }
      return;
    case SegmentKind::close:
      // RFC 6455 5.5.1: answered with a close frame; 7.1.1: then the server ends the TCP
      // connection.
      if (server_side_ == Side::open && server_.answers(SegmentKind::close, *this, now)) {
        control(down_, SegmentKind::close, now, segment.code);
      }
      return server_gone(now);
    case SegmentKind::fin:
    case SegmentKind::reset: return server_gone(now);
    default: return;
  }
}

/// Whether new connections are met that way now; if so, by that fault's doing.
bool Stream::meets_with(plan::Answer::With with, Instant now) {
  const std::optional<stage::Path::Met> met = path_->met();
  if (!met || met->answer.with != with) return false;
  ended_by_ = met->fault;
  client_->touched(met->fault, now);
  return true;
}

/// SYNs that vanish are tried again, as on a path that loses everything, until somebody listens.
void Stream::look_for_listener(Instant now) {
  if (client_side_ != Side::tcp) return;
  const bool was_unheard = std::exchange(unheard_, meets_with(plan::Answer::With::nothing, now));
  if (unheard_) {
    up_.orphan(ended_by_, now);
  } else if (was_unheard) {
    up_.end_orphan(now);
  }
}

/// How the listener meets a step of the handshake.
void Stream::meet(SegmentKind step, Instant now) {
  using With = plan::Answer::With;
  if (step == SegmentKind::syn) {
    const bool refused = meets_with(With::refuse, now);
    return control(down_, refused ? SegmentKind::reset : SegmentKind::syn_ack, now);
  }
  if (step == SegmentKind::hello) {
    const bool failed = meets_with(With::tls_failure, now);
    return control(down_, failed ? SegmentKind::tls_alert : SegmentKind::hello_done, now);
  }
  if (meets_with(With::silence, now)) return;
  if (meets_with(With::status, now)) {
    return control(down_, SegmentKind::upgrade_refused, now,
                   static_cast<std::uint16_t>(path_->met()->answer.status));
  }
  if (meets_with(With::slowness, now)) {
    return scheduler_.schedule(*this, now + path_->met()->answer.by);
  }
  answer_upgrade(now);
}

void Stream::answer_upgrade(Instant now) {
  if (const std::optional<FaultId> fault = server_.turns_away(*this, now)) {
    ended_by_ = *fault;
    return control(down_, SegmentKind::upgrade_refused, now, kServiceUnavailable);
  }
  ended_by_ = kNoFault;
  server_side_ = Side::open;
  control(down_, SegmentKind::upgraded, now);
  server_.accepted(*this, now);
}

void Stream::act(Instant now) {
  if (client_side_ != Side::resolving) return answer_upgrade(now);
  open_failed(core::OpenFailure::dns, now);
  settle(now);
}

void Stream::at_client(Segment&& segment, Instant now) {
  if (client_done()) {
    // The port is closed: the client's kernel answers data with a reset.
    if (server_side_ == Side::open) control(up_, SegmentKind::reset, now);
    return;
  }
  switch (segment.kind) {
    case SegmentKind::syn_ack:
      client_side_ = Side::tls;
      return control(up_, SegmentKind::hello, now);
    case SegmentKind::hello_done:
      client_side_ = Side::upgrading;
      return control(up_, SegmentKind::upgrade, now);
    case SegmentKind::upgraded: client_side_ = Side::open; return client_->opened(*this, now);
    case SegmentKind::tls_alert: return open_failed(core::OpenFailure::tls, now);
    case SegmentKind::upgrade_refused: return open_failed(core::OpenFailure::http_status, now);
    case SegmentKind::text: return client_->received(*this, std::move(segment.payload), now);
    case SegmentKind::bytes:
      return client_->received_bytes(*this, std::get<std::string>(segment.payload), now);
    case SegmentKind::bad_frame: return client_fails(segment.code, now);
    case SegmentKind::pong: return client_->pong(*this, now);
    case SegmentKind::close:
      if (client_side_ == Side::closing) {
        return client_closed(core::CloseCause::own_close, segment.code, now);
      }
      control(up_, SegmentKind::close, now, segment.code);
      return client_closed(core::CloseCause::close_frame, segment.code, now);
    case SegmentKind::fin: return client_closed(core::CloseCause::end_of_stream, 1006, now);
    case SegmentKind::reset: return client_closed(core::CloseCause::reset, 1006, now);
    default: return;
  }
}

void Stream::open_failed(core::OpenFailure cause, Instant now) {
  client_side_ = Side::done;
  client_->open_failed(*this, cause, ended_by_, now);
}

void Stream::client_closed(core::CloseCause cause, std::uint16_t code, Instant now) {
  const bool tcp_only = client_side_ == Side::tcp;
  if (opening()) {
    return open_failed(tcp_only ? core::OpenFailure::refused : core::OpenFailure::reset, now);
  }
  client_side_ = Side::done;
  waiting_.clear();
  client_->closed(*this, cause, code, ended_by_, now);
}

/// RFC 6455 7.1.7: a close frame says why, and nobody waits for its answer.
void Stream::client_fails(std::uint16_t code, Instant now) {
  if (client_side_ == Side::open) control(up_, SegmentKind::close, now, code);
  client_closed(core::CloseCause::protocol_error, code, now);
}

void Stream::gave_up(plan::Direction direction, Instant now) {
  if (direction == plan::Direction::down) {
    down_.clear();
    server_gone(now);
  } else {
    up_.clear();
    if (client_side_ == Side::tcp) {
      open_failed(core::OpenFailure::timeout, now);
    } else if (!client_done()) {
      client_closed(core::CloseCause::timed_out, 1006, now);
    }
    server_gone(now);
  }
  settle(now);
}

void Stream::touched(FaultId fault, Instant now) {
  if (client_ != nullptr) client_->touched(fault, now);
}

// ---- the pool --------------------------------------------------------------------------------

Stream& StreamPool::acquire(Instant now) {
  if (!retired_.empty() && retired_.front().since < now) {
    Stream& stream = streams_[retired_.front().index];
    retired_.pop_front();
    return stream;
  }
  return streams_.emplace_back(static_cast<std::uint32_t>(streams_.size()), *this, server_,
                               scheduler_, segments_);
}

}  // namespace fishtank::sim
