#include "net/dialer.hpp"

#include <asio/connect.hpp>
#include <asio/post.hpp>
#include <utility>

#include "net/endings.hpp"

namespace fishtank::net {

using asio::ip::tcp;

Dialer::Dialer(asio::io_context& loop, Url url, std::shared_ptr<asio::ssl::context> context,
               std::function<void(Result)> done)
    : url_(std::move(url)),
      context_(std::move(context)),
      done_(std::move(done)),
      resolver_(loop),
      socket_(loop) {}

void Dialer::start() {
  asio::error_code no_address;
  const asio::ip::address address = asio::ip::make_address(url_.host, no_address);
  if (no_address) {
    resolve();
  } else {
    connect({address, url_.port});  // saves the resolver's thread
  }
}

void Dialer::cancel() {
  done_ = nullptr;
  resolver_.cancel();
  asio::error_code ignored;
  socket_.close(ignored);
  if (stream_ != nullptr) stream_->reset();
}

void Dialer::resolve() {
  resolver_.async_resolve(url_.host, std::to_string(url_.port),
                          [self = shared_from_this()](const asio::error_code& error,
                                                      const tcp::resolver::results_type& results) {
                            if (!self->done_) return;
                            if (error) return self->fail(OpenFailure::no_address, error.message());
                            asio::async_connect(
                                self->socket_, results,
                                [self](const asio::error_code& failed, const tcp::endpoint&) {
                                  if (failed) {
                                    return self->fail(connect_failure(failed), failed.message());
                                  }
                                  self->have_socket();
                                });
                          });
}

void Dialer::connect(const tcp::endpoint& endpoint) {
  socket_.async_connect(endpoint, [self = shared_from_this()](const asio::error_code& error) {
    if (error) return self->fail(connect_failure(error), error.message());
    self->have_socket();
  });
}

void Dialer::have_socket() {
  if (!done_) return;
  stream_ = std::make_unique<Stream>(std::move(socket_));
  if (!url_.secure) return finish({std::move(stream_), {}, {}});
  stream_->secure(context_);
  stream_->expect(url_.host);
  stream_->async_handshake(asio::ssl::stream_base::client,
                           [self = shared_from_this()](const asio::error_code& error) {
                             if (error) {
                               return self->fail(opening_failure(error, false), error.message());
                             }
                             self->finish({std::move(self->stream_), {}, {}});
                           });
}

void Dialer::fail(OpenFailure failure, const std::string& detail) {
  if (stream_ != nullptr) stream_->close();
  finish({nullptr, failure, detail});
}

void Dialer::finish(Result result) {
  const std::function<void(Result)> done = std::exchange(done_, nullptr);
  if (done) done(std::move(result));
}

}  // namespace fishtank::net
