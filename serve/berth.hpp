#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "live/driver.hpp"
#include "live/harbour.hpp"
#include "live/water.hpp"
#include "net/fault_proxy.hpp"
#include "stage/subject.hpp"

namespace fishtank::serve {

using core::Duration;
using core::Instant;

/// The port at which somebody else's client arrives, as the subject of faults: what the path does
/// to bytes is done here, by a proxy, to whoever comes. What would have to be done to the client
/// itself (freezing it, moving its calendar, having it send) is only told: it is for the tester.
class Berth final : public stage::Subject {
 public:
  /// Whether clients come through its proxy; if not, nothing can be done to their path.
  enum class Traffic : std::uint8_t { through, past };

  /// What it tells the service.
  struct Events {
    /// A fault made a difference.
    std::function<void(stage::FaultId fault)> touched;

    /// Something is for the tester to do, by that fault or by an action (kNoFault).
    std::function<void(stage::FaultId fault, std::string what)> ask;

    /// Whether somebody who has been here is not connected.
    std::function<bool()> is_anybody_away;

    /// Somebody was one too many: "127.0.0.1:40404".
    std::function<void(const std::string& peer)> shed;

    /// Raw bytes to everybody who is connected. False: nobody is.
    std::function<bool(std::string_view bytes)> send_raw;
  };

  /// Listens at once, for so many connections. The plan outlives it. std::system_error: the place
  /// cannot be had.
  Berth(net::Loop& loop, live::Driver& driver, const plan::Plan& plan,
        const net::FaultProxy::Place& place, std::size_t connections, const live::Harbour& server,
        Traffic traffic, Events events);

  std::uint16_t port() const { return proxy_.port(); }

  /// The server writes something down this path.
  void server_writes(Instant now);

  /// A connection has ended.
  void somebody_left() { keep_out(); }

  /// Whose cut it was that ended a connection at that moment; kNoFault: none was made by a fault.
  stage::FaultId cut_by(Instant now) const;

  /// The status with which upgrades are answered by a fault; nothing: they are accepted.
  std::optional<int> refusal();

  // stage::Subject
  std::uint32_t index() const override { return 0; }
  const core::UserId& user() const override { return everybody_; }
  void start(bool possible, Instant now) override;
  void stop(Instant now) override;
  void enable(bool enabled, Instant now) override;
  void send_chat(const plan::SendAction& chat, Instant now) override;
  stage::Path& path() override { return path_; }
  void path_changed(Instant now) override;
  void cut(plan::Cut::How how, stage::FaultId fault, Instant now) override;
  void orphan(stage::FaultId fault, Instant now) override;
  void end_orphan(stage::FaultId fault, Instant now) override;
  void bad_frame(const plan::BadFrame& frame, stage::FaultId fault, Instant now) override;
  void freeze(stage::FaultId fault, Instant now) override;
  void thaw(stage::FaultId fault, Instant now) override;
  void jump_clock(Duration by, stage::FaultId fault, Instant now) override;

 private:
  bool is_past_proxy();
  void keep_out();
  void ask_for_lookups();

  Traffic traffic_;
  Events events_;
  core::UserId everybody_;  ///< empty
  stage::Path path_;
  live::Water water_;
  net::FaultProxy proxy_;
  stage::FaultId fails_lookups_ = stage::kNoFault;  ///< the tester was asked to do that
  stage::FaultId last_cut_ = stage::kNoFault;
  Instant last_cut_at_{};
};

}  // namespace fishtank::serve
