#pragma once

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "net/fault_proxy.hpp"
#include "net/proxy_queue.hpp"

namespace fishtank::net {

/// One connection of a client to a FaultProxy, from accept to end, with the proxy's own connection
/// to the server if there is one.
class ProxyConnection : public std::enable_shared_from_this<ProxyConnection> {
 public:
  /// `ended` is called once, when nothing is open any more; not after abandon().
  ProxyConnection(asio::io_context& context, asio::ip::tcp::socket client, ProxyWater& water,
                  std::function<void(ProxyConnection&)> ended);

  // How it begins: one of these, once.
  void forward(const asio::ip::tcp::endpoint& server);  ///< connects, then pumps
  void swallow();                                       ///< answers nothing
  void confuse();                                       ///< answers nonsense, then FIN

  /// ProxyWater::holds() may answer otherwise now.
  void water_changed();

  // How it ends, whatever the water does.
  void reset();    ///< RST to both sides
  void finish();   ///< FIN to both sides, nothing more; gone when they have answered
  void abandon();  ///< reset() without a word to the owner: water and owner are gone after it

  /// Resets the server's side and swallows what the client sends. False: there is no server's side.
  bool orphan();

  /// If it is an orphan: the next byte of the client is answered with RST.
  void end_orphan();

  /// Whether somebody may still take it for a connection. Not: one that finish() has ended, nor one
  /// that gets no answer and whose client has sent FIN. Their sockets stay for a while.
  bool is_open() const;

 private:
  enum class Mode { connecting, forward, swallow, confuse, orphan, forgotten, finish, closed };

  struct End {
    explicit End(asio::ip::tcp::socket the_socket) : socket(std::move(the_socket)) {}

    asio::ip::tcp::socket socket;
    bool waits_to_read = false;
    bool ended = false;  ///< its FIN was read
  };

  /// One direction.
  struct Flow {
    Flow(Direction the_direction, End& the_source, End& the_sink, asio::io_context& context)
        : direction(the_direction), source(the_source), sink(the_sink), timer(context) {}

    Direction direction;
    End& source;
    End& sink;
    ProxyQueue queue;
    asio::steady_timer timer;  ///< for the piece in front
    bool timer_set = false;
    bool waits_to_write = false;
    bool begun = false;          ///< something was read
    bool finished = false;       ///< FIN was written
    bool broken_source = false;  ///< RST came; it waits for the water to let it through
  };

  bool is_broken() const { return up_.broken_source || down_.broken_source; }

  void begin(Mode mode);
  void connected();
  void refused();
  void watch_for_reset(Flow& flow);
  bool held(const Flow& flow);
  void pump(Flow& flow);
  void write_due(Flow& flow);
  void write_front(Flow& flow);
  void await_moment(Flow& flow);
  void await_room(Flow& flow);
  void await_bytes(Flow& flow);
  void read(Flow& flow);
  void received(Flow& flow, std::string_view bytes);
  void source_ended(Flow& flow);
  void carry(Flow& flow, std::string_view bytes);
  void write_end(Flow& flow);
  void broke(Flow& flow);
  void close_if_answered();
  void linger();
  void close();

  ProxyWater& water_;
  std::function<void(ProxyConnection&)> ended_;
  End client_;
  End server_;
  Flow up_;
  Flow down_;
  asio::steady_timer linger_;
  Mode mode_ = Mode::connecting;
};

}  // namespace fishtank::net
