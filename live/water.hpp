#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "live/driver.hpp"
#include "net/fault_proxy.hpp"
#include "stage/path.hpp"

namespace fishtank::live {

/// What a client's path does to real bytes: tells a proxy when each piece comes out. The numbers
/// are those of the simulator (stage/flow.hpp), so the two worlds differ in the sockets and in
/// nothing else. Loopback loses nothing, so what loss and partitions cost is waited for, as TCP
/// would: doubling timeouts.
class Water final : public net::ProxyWater, private Alarm {
 public:
  /// What goes through the proxy.
  enum class Carries : std::uint8_t {
    socket,    ///< the WebSocket: held by Hold and by Blackhole
    visitors,  ///< the same of clients that are not ours, so nobody says when they connect or write
    services,  ///< HTTP calls of a few packets: only Blackhole keeps them
  };

  /// `far_trips`: round trips that a connection needs before its first byte and that the proxy next
  /// door does not show. `touched(fault)`: a fault made a difference. `changed`: holds() may answer
  /// otherwise now.
  Water(Driver& driver, stage::Path& path, Carries carries, int far_trips,
        std::function<void(stage::FaultId)> touched, std::function<void()> changed);

  /// The path's flow has changed.
  void path_changed(Instant now);

  /// Something is written while packets of that direction vanish: TCP tries again and again.
  void wrote(plan::Direction direction, Instant now);

  /// A new connection: what the last one had under way is no concern of it.
  void begin_connection();

  /// Nothing of this connection comes back any more.
  void keep_answers_back();

  // net::ProxyWater
  bool holds(net::Direction direction) override;
  net::TimePoint arrival(net::Direction direction, std::size_t size, bool first) override;
  net::TimePoint now() override { return driver_.clock(); }
  std::size_t longest_piece(net::Direction direction) override;
  net::TimePoint latest(net::Direction direction) override;
  void accepted() override;
  void kept(net::Direction direction) override;

 private:
  /// One direction.
  struct Line {
    Instant busy_until{};
    Instant first_lost = core::kNever;  ///< the oldest write that has not got through
    Instant next_try = core::kNever;    ///< it gets through then
    Instant sent_first{};               ///< of what chance has lost and TCP sends again,
    Instant gets_through{};             ///< and when the try comes that gets through
    Instant latest = core::kNever;      ///< what is under way arrives then at the latest
  };

  void act(Instant now) override;
  void follow(plan::Direction direction, Instant now);
  void retry_losses(plan::Direction direction, Instant now);
  void wake();
  Duration slow_answer();
  Line& line(plan::Direction direction) { return lines_[direction == plan::Direction::up ? 0 : 1]; }

  Driver& driver_;
  stage::Path& path_;
  Carries carries_;
  int far_trips_;
  std::function<void(stage::FaultId)> touched_;
  std::function<void()> changed_;
  std::array<Line, 2> lines_;
  bool keeps_answers_back_ = false;
};

}  // namespace fishtank::live
