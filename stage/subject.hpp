#pragma once

#include <cstdint>

#include "core/message.hpp"
#include "core/time.hpp"
#include "plan/plan.hpp"
#include "stage/fault_id.hpp"
#include "stage/path.hpp"

namespace fishtank::stage {

/// One client as the timeline of a plan sees it: whom faults befall and actions concern. Our own
/// core's host is one; the port at which somebody else's client arrives is another.
class Subject {
 public:
  virtual ~Subject() = default;

  virtual std::uint32_t index() const = 0;

  /// Whom the server knows it as; empty: faults of the server concern whoever comes.
  virtual const core::UserId& user() const = 0;

  // ---- actions of the scenario ----
  virtual void start(bool possible, Instant now) = 0;
  virtual void stop(Instant now) = 0;
  virtual void enable(bool enabled, Instant now) = 0;
  virtual void send_chat(const plan::SendAction& chat, Instant now) = 0;

  // ---- faults of its path and its host ----
  virtual Path& path() = 0;
  virtual void path_changed(Instant now) = 0;
  virtual void cut(plan::Cut::How how, FaultId fault, Instant now) = 0;
  virtual void orphan(FaultId fault, Instant now) = 0;
  virtual void end_orphan(FaultId fault, Instant now) = 0;
  virtual void bad_frame(const plan::BadFrame& frame, FaultId fault, Instant now) = 0;
  virtual void freeze(FaultId fault, Instant now) = 0;
  virtual void thaw(FaultId fault, Instant now) = 0;
  virtual void jump_clock(Duration by, FaultId fault, Instant now) = 0;
};

}  // namespace fishtank::stage
