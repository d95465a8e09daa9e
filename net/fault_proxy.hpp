#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
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
  /// FaultProxy::water_changed() is called and this is false. FIN and RST wait as well.
  virtual bool holds(Direction direction) = 0;

  /// When a piece of `size` bytes that was read now comes out at the other side; a FIN is a piece
  /// of size 0. The proxy keeps the order, whatever this says. `first`: nothing of that connection
  /// and direction came before. Not asked of RST, which overtakes what is under way, nor of bytes
  /// that are swallowed.
  virtual TimePoint arrival(Direction direction, std::size_t size, bool first) = 0;

  /// The clock of those moments.
  virtual TimePoint now() { return Clock::now(); }

  /// How many bytes travel as one piece, at most; what is read at once and longer is cut.
  virtual std::size_t longest_piece(Direction) { return SIZE_MAX; }

  /// A connection has come in and was accepted.
  virtual void accepted() {}

  /// Bytes (or a FIN) have come that holds() keeps where they are. Told of each connection and
  /// direction when the first of them come, and again if they still wait after water_changed().
  virtual void kept(Direction) {}

  /// Asked at FaultProxy::water_changed(): what was read before comes out at that moment at the
  /// latest, whatever arrival() said.
  virtual TimePoint latest(Direction) { return TimePoint::max(); }
};

/// A TCP proxy in front of a server, for one client's path: every byte of the client goes through
/// it, both ways, and it can do to them what networks do. It knows nothing of what it carries, so
/// TLS goes through it as well. At most 256 KiB a direction and connection wait inside; then it
/// stops reading and TCP's own flow control does the rest. A server that refuses looks to the
/// client like one that resets: its connection to the proxy was open already. Each connection costs
/// two sockets here and one in the server.
class FaultProxy {
 public:
  /// How it meets new connections.
  enum class Listening : std::uint8_t {
    forward,  ///< connects them to the server
    refuse,   ///< RST: nobody listens
    ignore,   ///< SYNs vanish; clients that still repeat theirs when this ends (Linux: each second
              ///< at first) are accepted then
    silent,   ///< TCP opens, what is sent is swallowed (FIN too), nothing ever comes back
    garbage,  ///< TCP opens, the first bytes are answered with some that no protocol knows, then
              ///< FIN; that answer goes through the water
  };

  /// Where it listens.
  struct Place {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0: a free one

    /// A client whose host acknowledges nothing for so long is given up, as is one that takes
    /// nothing because it does not read; zero: when the kernel does, after a quarter of an hour.
    Duration unacknowledged{};
  };

  /// How many sockets it may cost.
  struct Limit {
    /// At once, and until their sockets are closed: also those that get no answer, or of which only
    /// the peer's FIN is awaited. One more is accepted and reset.
    std::size_t connections = SIZE_MAX;

    /// Told of each that was one too many: "127.0.0.1:40404". May be empty.
    std::function<void(const std::string& peer)> shed;
  };

  /// Listens on a free port of 127.0.0.1. The server is at 127.0.0.1:`server_port`. The water
  /// outlives the proxy. std::system_error: no port can be had.
  FaultProxy(Loop& loop, std::uint16_t server_port, ProxyWater& water);

  /// The same elsewhere. std::system_error, with address and port in its message: they cannot be
  /// had.
  FaultProxy(Loop& loop, const Place& place, std::uint16_t server_port, ProxyWater& water,
             Limit limit);
  ~FaultProxy();  ///< resets whatever is open
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  std::uint16_t port() const;

  /// Connections that were made under another rule stay as they are, also those that the kernel has
  /// ready but the proxy has not come to accept. The port stays the same.
  void listen(Listening how);

  /// ProxyWater::holds() may answer otherwise now.
  void water_changed();

  /// Ends each open connection on both sides, with RST or with FIN, at once and whatever the water
  /// holds; what is under way is lost. How many there were. After FIN nothing comes any more; what
  /// is still sent is swallowed until the peer has answered with FIN, for 70 s at most, then RST.
  std::size_t reset_all();
  std::size_t finish_all();

  /// The server's host forgets the open connections (power loss, a NAT entry gone): the server gets
  /// nothing more and is reset; what the client sends is swallowed. How many there were, of those
  /// that have a server.
  std::size_t orphan_all();

  /// The next byte (or FIN) that an orphaned client sends is answered with RST.
  void end_orphans();

  /// Open ones, orphans included. Not: those that finish_all() ended, and of those that get no
  /// answer (silent, orphans) the ones whose client has sent FIN.
  std::size_t connections() const;

 private:
  class Implementation;
  std::shared_ptr<Implementation> implementation_;
};

}  // namespace fishtank::net
