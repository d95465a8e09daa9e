#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <websocketpp/concurrency/none.hpp>
#include <websocketpp/config/core.hpp>
#include <websocketpp/connection.hpp>
#include <websocketpp/endpoint.hpp>
#include <websocketpp/random/random_device.hpp>

#include "net/ending.hpp"
#include "net/http_message.hpp"
#include "net/transport.hpp"

/// websocketpp as we use it: in one thread, without logging, with our own transport, HTTP and
/// messages. Only for the sources of this folder.
namespace fishtank::net {

/// The request of an upgrade, or any other. A server reads it by our own rules: repeated headers
/// stand each by themselves, and only the first Host counts. A client writes it.
class Request : public websocketpp::http::parser::request {
 public:
  using type = Request;
  using ptr = std::shared_ptr<Request>;

  void limit_head(std::size_t bytes) { reader_.limit_head(bytes); }
  const HttpReader& reader() const { return reader_; }

  std::size_t consume(const char* bytes, std::size_t size);
  bool ready() const { return reader_.state() == HttpReader::State::complete; }

  /// Extensions and subprotocols are declined, so offers are not read, nor refused for their form.
  bool get_header_as_plist(const std::string& /*name*/,
                           websocketpp::http::parameter_list& /*list*/) const {
    return false;  // no error
  }

  /// What is appended is sent as it is, after RFC 6455's headers, even if it repeats one of them.
  void append_header(const std::string& name, const std::string& value) {
    appended_.emplace_back(name, value);
  }
  std::string raw() const;

  /// Frees what an open connection needs no more.
  void forget() { *this = Request(); }

 private:
  void take_over();

  HttpReader reader_{HttpReader::Kind::request};
  HttpHeaders appended_;
};

/// A server's answer; for a client the base class is good enough.
class Response : public websocketpp::http::parser::response {
 public:
  /// The whole answer as it goes over the wire.
  void set_body(const std::string& whole) { whole_ = whole; }
  std::string raw() const;

 private:
  std::string whole_;
};

/// Keeps count of a connection's messages, and of what its close frames mean.
class Message;
class MessageManager : public std::enable_shared_from_this<MessageManager> {
 public:
  using ptr = std::shared_ptr<MessageManager>;
  using weak_ptr = std::weak_ptr<MessageManager>;

  std::shared_ptr<Message> get_message();
  std::shared_ptr<Message> get_message(websocketpp::frame::opcode::value opcode, std::size_t size);

  /// Of which some wait to be written.
  std::size_t messages() const { return messages_; }

  /// websocketpp drops the connection after a close frame with certain codes (1002, 1008, 1011...).
  /// That is right if it complains, but not if it is our wish: then the peer's answer is awaited.
  void await_answer(bool wish) { awaits_answer_ = wish; }
  bool awaits_answer() const { return awaits_answer_; }

 private:
  friend class Message;
  std::size_t messages_ = 0;
  bool awaits_answer_ = false;
};

class Message : public websocketpp::message_buffer::message<
                    websocketpp::message_buffer::alloc::con_msg_manager> {
 public:
  using ptr = std::shared_ptr<Message>;

  Message(MessageManager::ptr manager, websocketpp::frame::opcode::value opcode, std::size_t size)
      : message(nullptr, opcode, size), manager_(std::move(manager)) {
    ++manager_->messages_;
  }
  ~Message() { --manager_->messages_; }
  Message(const Message&) = delete;
  Message& operator=(const Message&) = delete;

  void set_terminal(bool terminal) {
    message::set_terminal(terminal && !manager_->awaits_answer());
  }
  MessageManager::ptr manager() const { return manager_; }

 private:
  MessageManager::ptr manager_;
};

class MessageManagers {
 public:
  using con_msg_man_ptr = MessageManager::ptr;
  con_msg_man_ptr get_manager() const { return std::make_shared<MessageManager>(); }
};

/// What we hang on each connection.
struct ConnectionExtras {
  std::shared_ptr<void> endpoint;  ///< the connection uses its random numbers
  MessageManager::ptr messages;
  std::uint64_t id = 0;      ///< of a server's
  bool is_accepted = false;  ///< its upgrade is answered with 101
  bool began_close = false;  ///< on purpose
  bool is_aborted = false;   ///< handlers have nothing to do any more
};

struct Config : websocketpp::config::core {
  using type = Config;
  using concurrency_type = websocketpp::concurrency::none;
  using request_type = Request;
  using response_type = Response;
  using message_type = Message;
  using con_msg_manager_type = MessageManager;
  using endpoint_msg_manager_type = MessageManagers;
  using alog_type = websocketpp::log::stub;
  using elog_type = websocketpp::log::stub;
  using rng_type = websocketpp::random::random_device::int_generator<uint32_t, concurrency_type>;
  using transport_type = TransportEndpoint;
  using connection_base = ConnectionExtras;

  static const bool enable_multithreading = false;
  static const websocketpp::log::level elog_level = websocketpp::log::elevel::none;
  static const websocketpp::log::level alog_level = websocketpp::log::alevel::none;

  /// A part of every connection: 16 KiB, the default, would be most of an idle one.
  static const std::size_t connection_read_buffer_size = 2048;
};

using WebSocket = websocketpp::connection<Config>;

/// Makes connections for streams that are open already, as websocketpp's own roles do for theirs.
class WebSocketFactory : public websocketpp::endpoint<WebSocket, Config>,
                         public std::enable_shared_from_this<WebSocketFactory> {
 public:
  explicit WebSocketFactory(bool is_server) : endpoint(is_server) { set_user_agent(""); }

  WebSocket::ptr make(asio::io_context& loop, std::unique_ptr<Stream> stream, Duration linger);
};

/// As many as it has; a long's worth at most, and no less than one: 0 means "no limit" there.
long to_milliseconds(Duration duration);

/// Ends a connection at once with RST. Handlers may still be called: they look at `is_aborted`.
void abort(WebSocket& socket);

/// Begins the closing handshake, unless it is not open. A code that must not be sent (RFC 6455 7.4)
/// counts as 1005, none.
void begin_close(WebSocket& socket, std::uint16_t code, const std::string& reason);

/// How it ended, for a close handler.
Ending ending_of(const WebSocket& socket, bool is_server);

/// Bytes that the kernel has not taken yet.
std::size_t buffered_by(const WebSocket& socket);

}  // namespace fishtank::net

// One copy of it, in websocketpp_config.cpp: it takes long to compile.
extern template class websocketpp::connection<fishtank::net::Config>;
