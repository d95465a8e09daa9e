#pragma once

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace fishtank::net {

/// A TCP port that can be open, closed, or deaf, and is ours in each of these states:
/// it is one socket that stays bound, whatever becomes of the listening.
class ProxyPort : public std::enable_shared_from_this<ProxyPort> {
 public:
  using Accepted = std::function<void(asio::ip::tcp::socket)>;

  /// Refuses at first. `accepted` is called until close(). std::system_error: the address or the
  /// port (0: a free one) cannot be had.
  ProxyPort(asio::io_context& context, const std::string& address, std::uint16_t port,
            Accepted accepted);

  std::uint16_t port() const { return port_; }

  /// Accepts connections. Those that an ignoring port kept waiting are told before this returns.
  void open();

  /// Tells the connections that wait already, if it is open.
  void accept_waiting() { accept(SIZE_MAX); }

  /// Connects are answered with RST.
  void refuse();

  /// SYNs are dropped. Linux does that when the queue of connections to be accepted is full, so
  /// that queue is made short and filled with connections of our own.
  void ignore();

  /// The port is given back; nothing is told any more.
  void close();

 private:
  enum class State { refusing, open, ignoring };

  void listen(int backlog);
  void accept(std::size_t most);
  void watch();
  void stop_watching();
  void fill();
  void drop_fillers();
  bool is_full();
  bool is_filler(const asio::ip::tcp::endpoint& peer) const;
  void rest();

  asio::io_context& context_;
  asio::ip::tcp::acceptor acceptor_;
  asio::steady_timer rest_;  ///< after an accept that failed for want of something
  Accepted accepted_;
  std::vector<asio::ip::tcp::socket> fillers_;  ///< the connecting ends
  std::uint16_t port_ = 0;
  State state_ = State::refusing;
  std::uint64_t watch_ = 0;  ///< a handler of an earlier one is void
};

}  // namespace fishtank::net
