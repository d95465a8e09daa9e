#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "net/loop.hpp"

namespace fishtank::net {

/// Which way bytes go. Up: from whoever connected to the proxy, to the server behind it.
enum class Direction : std::uint8_t { up, down };

/// What the water between does to bytes; asked by the proxy for each piece it has read.
class ProxyWater {
 public:
  virtual ~ProxyWater() = default;

  /// Bytes wait where they are: nothing of that direction is read or written until
  /// FaultProxy::water_changed() is called and this is false. Also asked of a FIN.
  virtual bool holds(Direction direction) = 0;

  /// When a piece of `size` bytes that was read now comes out at the other side. The proxy keeps
  /// the order, whatever this says. `first`: nothing of that connection and direction came before.
  virtual TimePoint arrival(Direction direction, std::size_t size, bool first) = 0;
};

/// A TCP proxy in front of a server, for one client's path: every byte of the client goes through
/// it, both ways, and it can do to them what networks do. It knows nothing of what it carries, so
/// TLS goes through it as well. At most 256 KiB a direction and connection wait inside; then it
/// stops reading and TCP's own flow control does the rest.
class FaultProxy {
 public:
  /// How it meets new connections.
  enum class Listening : std::uint8_t {
    forward,  ///< connects them to the server
    refuse,   ///< RST: nobody listens
    ignore,   ///< SYNs vanish; those still waiting are accepted when this ends
    silent,   ///< TCP opens, what is sent is swallowed, nothing ever comes back
    garbage,  ///< TCP opens, the first bytes are answered with some that no protocol knows, then
              ///< FIN
  };

  /// Listens on a free port of 127.0.0.1. The server is at 127.0.0.1:`server_port`. The water
  /// outlives the proxy. std::system_error: no port can be had.
  FaultProxy(Loop& loop, std::uint16_t server_port, ProxyWater& water);
  ~FaultProxy();  ///< resets whatever is open
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  std::uint16_t port() const;

  /// Connections that were made under another rule stay as they are. The port stays the same.
  void listen(Listening how);

  /// ProxyWater::holds() may answer otherwise now.
  void water_changed();

  /// Ends each open connection on both sides, with RST or with FIN; how many there were.
  std::size_t reset_all();
  std::size_t finish_all();

  /// The server's host forgets the open connections (power loss, a NAT entry gone): the server gets
  /// nothing more and is reset; what the client sends is swallowed. How many there were.
  std::size_t orphan_all();

  /// The next byte that an orphaned client sends is answered with RST.
  void end_orphans();

  std::size_t connections() const;  ///< open ones, orphans included

 private:
  class Implementation;
  std::shared_ptr<Implementation> implementation_;
};

}  // namespace fishtank::net
