#pragma once

#include <asio/buffer.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>
#include <websocketpp/common/connection_hdl.hpp>
#include <websocketpp/logger/stub.hpp>
#include <websocketpp/transport/base/connection.hpp>

#include "net/loop.hpp"
#include "net/stream.hpp"

namespace fishtank::net {

/// The transport of a websocketpp connection: a stream that is open already. websocketpp's own for
/// Asio tells nobody when bytes have been written, hides the errors of writing, opens every socket
/// itself and shuts it down in one way; this one keeps to the same contract (its base class is
/// called "transport con" there).
class Transport : public std::enable_shared_from_this<Transport> {
 public:
  /// What whoever owns the connection wants to know. Both may destroy anything but the transport.
  struct Events {
    std::function<void()> written;  ///< the kernel has taken all that was handed in at once
    std::function<void()> gone;     ///< the socket is closed; the last call
  };

  // ---- for whoever owns the connection ----

  /// Before websocketpp starts. `linger`: how long a peer may take to end its side after we have
  /// ended ours; then the connection is closed, with RST if something of ours was never taken.
  void attach(asio::io_context& loop, std::unique_ptr<Stream> stream, Duration linger);
  void listen(Events events) { events_ = std::move(events); }

  std::size_t in_flight() const { return in_flight_; }     ///< bytes that the kernel has not taken
  bool has_heard() const { return has_heard_; }            ///< a byte came
  const std::error_code& error() const { return error_; }  ///< the first that broke it, or FIN
  const std::string& peer() const { return peer_; }

  /// While websocketpp does not read: `ended` is called if the peer ends the connection. nullptr:
  /// not any more.
  void watch(std::function<void()> ended);

  /// Resets the connection unless it has ended by then.
  void expire_after(Duration limit);

  /// Ends it at once with RST. websocketpp has to be told (terminate), and is not called any more.
  void reset();

  // ---- what websocketpp wants of a transport ----

  using type = Transport;
  using ptr = std::shared_ptr<Transport>;
  using timer_ptr = std::shared_ptr<asio::steady_timer>;
  using Logger = std::shared_ptr<websocketpp::log::stub>;

  Transport(bool is_server, const Logger& access, const Logger& errors);
  ptr get_shared() { return shared_from_this(); }
  bool is_secure() const { return stream_->is_secure(); }
  void set_uri(const std::shared_ptr<void>& /*uri*/) {}
  const std::string& get_remote_endpoint() const { return peer_; }
  websocketpp::connection_hdl get_handle() const { return handle_; }
  timer_ptr set_timer(long milliseconds, websocketpp::transport::timer_handler due);

 protected:
  void set_handle(const websocketpp::connection_hdl& handle) { handle_ = handle; }
  void init(const websocketpp::transport::init_handler& done) { done({}); }
  void async_read_at_least(std::size_t least, char* buffer, std::size_t size,
                           websocketpp::transport::read_handler done);
  void async_write(const char* bytes, std::size_t size, websocketpp::transport::write_handler done);
  void async_write(const std::vector<websocketpp::transport::buffer>& pieces,
                   websocketpp::transport::write_handler done);
  std::error_code interrupt(websocketpp::transport::interrupt_handler handler);
  std::error_code dispatch(websocketpp::transport::dispatch_handler handler);
  void async_shutdown(const websocketpp::transport::shutdown_handler& done);

 private:
  enum class Phase {
    open,
    lingering,  ///< our side is ended; what the peer still sends is swallowed
    gone,
  };

  void read();
  void have_read(std::error_code error, std::size_t size);
  void write(websocketpp::transport::write_handler done);
  void have_written(const std::error_code& error,
                    const websocketpp::transport::write_handler& done);
  void linger();
  void expire(Duration limit, void (*then)(Transport& self));
  void let_go();
  void close();
  void end();

  asio::io_context* loop_ = nullptr;
  std::unique_ptr<Stream> stream_;
  Duration linger_{};
  std::string peer_;
  Events events_;
  websocketpp::connection_hdl handle_;
  Phase phase_ = Phase::open;
  std::error_code error_;
  bool has_heard_ = false;

  bool reading_ = false;
  asio::mutable_buffer read_buffer_;  ///< websocketpp's, which lives as long as we do
  websocketpp::transport::read_handler read_done_;
  std::function<void()> watch_ended_;

  std::vector<asio::const_buffer> write_buffers_;
  std::size_t in_flight_ = 0;
  std::unique_ptr<asio::steady_timer> expiry_;
};

/// The endpoint that websocketpp makes such connections with.
class TransportEndpoint {
 public:
  using type = TransportEndpoint;
  using transport_con_type = Transport;
  using transport_con_ptr = Transport::ptr;

  bool is_secure() const { return false; }

 protected:
  void init_logging(const Transport::Logger& /*access*/, const Transport::Logger& /*errors*/) {}
  std::error_code init(const transport_con_ptr& /*connection*/) { return {}; }
};

}  // namespace fishtank::net
