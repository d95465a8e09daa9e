#pragma once

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "net/ending.hpp"
#include "net/stream.hpp"
#include "net/url.hpp"

namespace fishtank::net {

/// Opens a connection to the host of a URL: address, TCP and, if it is secure, TLS.
class Dialer : public std::enable_shared_from_this<Dialer> {
 public:
  struct Result {
    std::unique_ptr<Stream> stream;  ///< or
    OpenFailure failure = OpenFailure::refused;
    std::string detail;
  };

  /// `context`: of a secure URL.
  Dialer(asio::io_context& loop, Url url, std::shared_ptr<asio::ssl::context> context,
         std::function<void(Result)> done);

  /// Calls `done` later, once; the dialer lives until then.
  void start();

  /// `done` is not called any more.
  void cancel();

 private:
  void resolve();
  void connect(const asio::ip::tcp::endpoint& endpoint);
  void have_socket();
  void fail(OpenFailure failure, const std::string& detail);
  void finish(Result result);

  Url url_;
  std::shared_ptr<asio::ssl::context> context_;
  std::function<void(Result)> done_;
  asio::ip::tcp::resolver resolver_;
  asio::ip::tcp::socket socket_;
  std::unique_ptr<Stream> stream_;
};

}  // namespace fishtank::net
