#include "sim/pipe.hpp"

#include <algorithm>
#include <utility>

namespace fishtank::sim {

void Pipe::connect(stage::Path& path) {
  clear();
  path_ = &path;
  busy_until_ = {};
  last_arrival_ = {};
  orphaned_by_ = kNoFault;
  paused_ = false;
  is_stuck_ = stuck();
}

bool Pipe::has_room(std::uint32_t size) const {
  const plan::Network& network = path_->network();
  return bytes_ == 0 || bytes_ + size <= network.send_buffer + network.receive_buffer;
}

// ---- writing ---------------------------------------------------------------------------------

void Pipe::write(Segment&& segment, Instant now) {
  if (segment.kind == SegmentKind::reset && lossy()) {
    return end_.touched(stuck_by(), now);  // nobody sends a reset twice
  }
  const stage::Flow& flow = path_->flow(direction_);
  const stage::Journey journey = stage::travel(flow, path_->round_trip(), segment.size, now,
                                               busy_until_, path_->random(direction_));
  segment.first_sent = now;
  segment.resent = journey.departs + journey.lost_for;
  segment.due = segment.resent + journey.travel;
  segment.arrives = std::max(last_arrival_, segment.due);
  if (flow.slowed_by != kNoFault) end_.touched(flow.slowed_by, now);
  if (is_stuck_) {
    stick(segment, now);
  } else {
    last_arrival_ = segment.arrives;
  }
  bytes_ += segment.size;
  const SegmentPool::Index index = segments_.put(std::move(segment));
  if (first_ == SegmentPool::kNone) {
    first_ = index;
    last_ = index;
    return wake();
  }
  segments_.next(last_) = index;
  last_ = index;
}

// ---- stuck -----------------------------------------------------------------------------------

bool Pipe::lossy() const {
  return path_->flow(direction_).lost_by != kNoFault || orphaned_by_ != kNoFault;
}

bool Pipe::stuck() const { return lossy() || path_->flow(direction_).held_by != kNoFault; }

FaultId Pipe::stuck_by() const {
  if (orphaned_by_ != kNoFault) return orphaned_by_;
  const stage::Flow& flow = path_->flow(direction_);
  return flow.lost_by != kNoFault ? flow.lost_by : flow.held_by;
}

void Pipe::stick(Segment& segment, Instant now) {
  segment.travel = segment.arrives - now;
  segment.arrives = core::kNever;
  segment.lost |= lossy();
  end_.touched(stuck_by(), now);
}

void Pipe::flow_changed(Instant now) {
  if (path_ == nullptr) return;
  const bool was_stuck = std::exchange(is_stuck_, stuck());
  if (is_stuck_) {
    get_stuck(now);
  } else if (was_stuck) {
    come_loose(now);
  } else if (first_ != SegmentPool::kNone) {
    retry_losses(now);
  }
}

void Pipe::orphan(FaultId fault, Instant now) {
  orphaned_by_ = fault;
  flow_changed(now);
}

void Pipe::end_orphan(Instant now) {
  orphaned_by_ = kNoFault;
  flow_changed(now);
}

/// What has not arrived yet does not arrive; what waits already may be lost now as well.
void Pipe::get_stuck(Instant now) {
  for (auto index = first_; index != SegmentPool::kNone; index = segments_.next(index)) {
    Segment& segment = segments_[index];
    if (segment.arrives == core::kNever) {
      segment.lost |= lossy();
    } else if (segment.arrives > now) {
      stick(segment, now);
    }
  }
  last_arrival_ = now;
  wake();
}

/// What awaits a retransmission goes by what the line loses now: the try that is next may get
/// through.
void Pipe::retry_losses(Instant now) {
  const stage::Flow& flow = path_->flow(direction_);
  last_arrival_ = now;
  for (auto index = first_; index != SegmentPool::kNone; index = segments_.next(index)) {
    Segment& segment = segments_[index];
    if (segment.resent > now) {
      const Instant next = stage::Tcp::next_try(segment.first_sent, first_timeout(segment), now);
      if (next < segment.resent) {
        segment.resent = next + stage::delay_by_loss(flow.loss_ppm, path_->round_trip(),
                                                     path_->random(direction_));
        segment.due = segment.resent + flow.latency;
      }
    }
    segment.arrives = std::max(last_arrival_, segment.due);
    last_arrival_ = segment.arrives;
  }
  wake();
}

/// What was held goes on from where it was; what was lost comes with the sender's next try, and
/// everything behind it waits for it.
void Pipe::come_loose(Instant now) {
  Instant resent = now;
  for (auto index = first_; index != SegmentPool::kNone; index = segments_.next(index)) {
    Segment& segment = segments_[index];
    if (segment.arrives != core::kNever) continue;
    if (segment.lost && resent == now) {
      resent = stage::Tcp::next_try(segment.first_sent, first_timeout(segment), now);
    }
    const Duration travel = segment.lost ? path_->flow(direction_).latency : segment.travel;
    segment.resent = segment.lost ? resent : segment.resent;
    segment.lost = false;
    segment.due = resent + travel;
    segment.arrives = std::max(last_arrival_, segment.due);
    last_arrival_ = segment.arrives;
  }
  wake();
}

// ---- coming out ------------------------------------------------------------------------------

Duration Pipe::first_timeout(const Segment& segment) const {
  const bool handshake = segment.kind == SegmentKind::syn || segment.kind == SegmentKind::syn_ack;
  return handshake ? stage::Tcp::kInitialSynTimeout
                   : stage::Tcp::first_timeout(path_->round_trip());
}

Duration Pipe::patience(const Segment& segment) const {
  if (segment.kind != SegmentKind::syn) return stage::Tcp::kGivesUpAfter;
  return stage::Tcp::kInitialSynTimeout * ((1 << (stage::Tcp::kSynRetries + 1)) - 1);
}

/// The next moment something happens to the first segment.
void Pipe::wake() {
  if (first_ == SegmentPool::kNone || paused_) return scheduler_.cancel(*this);
  const Segment& segment = segments_[first_];
  Instant at = segment.arrives;
  if (segment.lost) at = segment.first_sent + patience(segment);
  scheduler_.schedule(*this, std::max(at, scheduler_.now()));
}

void Pipe::act(Instant now) {
  const Segment& segment = segments_[first_];
  if (segment.lost) {
    const plan::Direction direction = direction_;
    return end_.gave_up(direction, now);
  }
  deliver_arrived(now);
}

void Pipe::deliver_arrived(Instant now) {
  while (first_ != SegmentPool::kNone && !paused_ && segments_[first_].arrives <= now) {
    const SegmentPool::Index index = first_;
    first_ = segments_.next(index);
    if (first_ == SegmentPool::kNone) last_ = SegmentPool::kNone;
    Segment segment = segments_.take(index);
    bytes_ -= segment.size;
    end_.arrived(direction_, std::move(segment), now);
  }
  wake();
}

void Pipe::resume(Instant now) {
  paused_ = false;
  deliver_arrived(now);
}

/// Nothing gets through behind a gap either.
void Pipe::drop_unsent(Instant now) {
  auto last = SegmentPool::kNone;
  auto index = first_;
  while (index != SegmentPool::kNone && !segments_[index].lost && segments_[index].resent <= now) {
    last = std::exchange(index, segments_.next(index));
  }
  if (index == SegmentPool::kNone) return;
  (last == SegmentPool::kNone ? first_ : segments_.next(last)) = SegmentPool::kNone;
  last_ = last;
  while (index != SegmentPool::kNone) {
    const SegmentPool::Index next = segments_.next(index);
    bytes_ -= segments_.take(index).size;
    index = next;
  }
  busy_until_ = now;
  last_arrival_ = last == SegmentPool::kNone || is_stuck_ ? now : segments_[last].arrives;
  wake();
}

void Pipe::clear() {
  while (first_ != SegmentPool::kNone) {
    const SegmentPool::Index index = first_;
    first_ = segments_.next(index);
    segments_.take(index);
  }
  last_ = SegmentPool::kNone;
  bytes_ = 0;
  scheduler_.cancel(*this);
}

}  // namespace fishtank::sim
