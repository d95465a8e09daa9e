#pragma once

#include <cstdint>

#include "plan/primitive.hpp"
#include "sim/scheduler.hpp"
#include "sim/segment.hpp"
#include "stage/flow.hpp"
#include "stage/path.hpp"

namespace fishtank::sim {

/// Who stands at a pipe's far end and is told what happens in it.
class PipeEnd {
 public:
  virtual ~PipeEnd() = default;

  /// A segment came out, in order.
  virtual void arrived(plan::Direction direction, Segment&& segment, Instant now) = 0;

  /// The sender's kernel has retransmitted long enough and gives the connection up.
  virtual void gave_up(plan::Direction direction, Instant now) = 0;

  /// A fault made a difference to this pipe.
  virtual void touched(FaultId fault, Instant now) = 0;

  /// Something will come out soon (Actor::foresee()).
  virtual void foresee() const {}
};

/// One direction of a TCP connection: what is written comes out later, in order, once (the laws are
/// in tests/sim/pipe_test.cpp). Loss, partitions and stalls show as TCP shows them to an
/// application, as delay. Between writing and coming out, bytes count as in the kernels' buffers.
class Pipe final : public Actor {
 public:
  /// `rank`: see plan::WakeOrder; what arrives is data.
  Pipe(PipeEnd& end, plan::Direction direction, Scheduler& scheduler, SegmentPool& segments)
      : Actor(Rank::data),
        end_(end),
        scheduler_(scheduler),
        segments_(segments),
        direction_(direction) {}
  ~Pipe() override { clear(); }

  /// A new connection on that path.
  void connect(stage::Path& path);

  /// Whether the buffers have room. What is bigger than they are goes through an empty pipe.
  bool has_room(std::uint32_t size) const;

  /// Control packets do not ask for room.
  void write(Segment&& segment, Instant now);

  /// The path's flow has changed, or the far host has forgotten the connection (`orphaned_by`).
  void flow_changed(Instant now);
  void orphan(FaultId fault, Instant now);
  void end_orphan(Instant now);

  /// The reading process stands still: what arrives waits in its kernel.
  void pause() { paused_ = true; }
  void resume(Instant now);

  /// Everything under way is forgotten.
  void clear();

  /// The sender gives the connection up: what its kernel still has, because it was lost or because
  /// the line was busy, is never sent (again).
  void drop_unsent(Instant now);

  std::int64_t bytes() const { return bytes_; }

  void act(Instant now) override;
  void foresee() const override { end_.foresee(); }

 private:
  bool stuck() const;
  bool lossy() const;
  FaultId stuck_by() const;
  void stick(Segment& segment, Instant now);
  void get_stuck(Instant now);
  void come_loose(Instant now);
  void retry_losses(Instant now);
  void wake();
  void deliver_arrived(Instant now);
  Duration first_timeout(const Segment& segment) const;
  Duration patience(const Segment& segment) const;

  PipeEnd& end_;
  Scheduler& scheduler_;
  SegmentPool& segments_;
  stage::Path* path_ = nullptr;
  SegmentPool::Index first_ = SegmentPool::kNone;
  SegmentPool::Index last_ = SegmentPool::kNone;
  std::int64_t bytes_ = 0;
  Instant busy_until_{};
  Instant last_arrival_{};
  plan::Direction direction_;
  FaultId orphaned_by_ = kNoFault;
  bool is_stuck_ = false;
  bool paused_ = false;
};

}  // namespace fishtank::sim
