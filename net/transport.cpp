#include "net/transport.hpp"

#include <asio/post.hpp>
#include <chrono>
#include <utility>

namespace fishtank::net {

namespace wire = websocketpp::transport;

Transport::Transport(bool /*is_server*/, const Logger& /*access*/, const Logger& /*errors*/) {}

void Transport::attach(asio::io_context& loop, std::unique_ptr<Stream> stream, Duration linger) {
  loop_ = &loop;
  stream_ = std::move(stream);
  linger_ = linger;
  peer_ = stream_->peer();
}

void Transport::watch(std::function<void()> ended) {
  watch_ended_ = std::move(ended);
  if (!reading_ && phase_ == Phase::open) read();
}

void Transport::expire_after(Duration limit) {
  expire(limit, [](Transport& self) { self.reset(); });
}

void Transport::expire(Duration limit, void (*then)(Transport& self)) {
  expiry_ = std::make_unique<asio::steady_timer>(*loop_, limit);
  expiry_->async_wait([weak = weak_from_this(), then](const std::error_code& error) {
    const ptr self = weak.lock();
    if (!error && self != nullptr) then(*self);
  });
}

Transport::timer_ptr Transport::set_timer(long milliseconds, wire::timer_handler due) {
  auto timer =
      std::make_shared<asio::steady_timer>(*loop_, std::chrono::milliseconds(milliseconds));
  timer->async_wait([timer, due = std::move(due)](const std::error_code& error) {
    due(error ? make_error_code(wire::error::operation_aborted) : std::error_code());
  });
  return timer;
}

std::error_code Transport::interrupt(wire::interrupt_handler handler) {
  asio::post(*loop_, std::move(handler));
  return {};
}

std::error_code Transport::dispatch(wire::dispatch_handler handler) {
  asio::post(*loop_, std::move(handler));
  return {};
}

// ---- Reading ---------------------------------------------------------------------------------

void Transport::async_read_at_least(std::size_t /*least: always 1*/, char* buffer, std::size_t size,
                                    wire::read_handler done) {
  read_buffer_ = asio::buffer(buffer, size);
  if (phase_ != Phase::open) return;
  read_done_ = std::move(done);
  if (!reading_) read();
}

void Transport::read() {
  reading_ = true;
  stream_->async_read_some(
      read_buffer_, [self = shared_from_this()](const std::error_code& error, std::size_t size) {
        self->have_read(error, size);
      });
}

void Transport::have_read(std::error_code error, std::size_t size) {
  reading_ = false;
  if (phase_ == Phase::gone) return;
  if (phase_ == Phase::lingering) {
    if (stream_->is_secure()) return;  // TLS's own shutdown reads on
    return error ? close() : read();
  }
  has_heard_ = has_heard_ || size > 0;
  if (error && !error_) error_ = error;
  if (!read_done_) {  // only watched
    if (!error) return read();
    const std::function<void()> ended = std::exchange(watch_ended_, nullptr);
    if (ended) ended();
    return;
  }
  const wire::read_handler done = std::exchange(read_done_, nullptr);
  done(is_end(error) ? make_error_code(wire::error::eof) : error, size);
}

// ---- Writing ---------------------------------------------------------------------------------

void Transport::async_write(const char* bytes, std::size_t size, wire::write_handler done) {
  write_buffers_.assign(1, asio::buffer(bytes, size));
  write(std::move(done));
}

void Transport::async_write(const std::vector<wire::buffer>& pieces, wire::write_handler done) {
  write_buffers_.clear();
  for (const wire::buffer& piece : pieces) {
    write_buffers_.push_back(asio::buffer(piece.buf, piece.len));
  }
  write(std::move(done));
}

void Transport::write(wire::write_handler done) {
  if (phase_ != Phase::open) return;
  in_flight_ = asio::buffer_size(write_buffers_);
  stream_->async_write(write_buffers_, [self = shared_from_this(), done = std::move(done)](
                                           const std::error_code& error, std::size_t) {
    self->have_written(error, done);
  });
}

void Transport::have_written(const std::error_code& error, const wire::write_handler& done) {
  in_flight_ = 0;
  if (phase_ == Phase::gone) return;
  if (error && !error_) error_ = error;
  done(error);
  if (!error && events_.written) events_.written();
}

// ---- Ending ----------------------------------------------------------------------------------

void Transport::async_shutdown(const wire::shutdown_handler& done) {
  read_done_ = nullptr;
  if (phase_ == Phase::open) {
    const bool is_broken = error_ && !is_end(error_);
    if (is_broken || in_flight_ > 0) {
      reset();
    } else if (error_ && !stream_->is_secure()) {
      close();
    } else {
      linger();
    }
  }
  done({});
}

/// A socket that is closed with unread bytes in it sends RST, which can overtake what was written
/// last, such as the close frame that says what was wrong.
void Transport::linger() {
  phase_ = Phase::lingering;
  expire(linger_, [](Transport& self) { self.let_go(); });
  if (stream_->is_secure()) {
    stream_->async_shutdown([self = shared_from_this()](const std::error_code&) { self->close(); });
    return;
  }
  asio::error_code ignored;
  stream_->socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  // Not before websocketpp is through with the bytes of its present read.
  asio::post(*loop_, [self = shared_from_this()] {
    if (self->phase_ == Phase::lingering && !self->reading_) self->read();
  });
}

/// What the peer's host has taken is the peer's, however late it reads; what nobody takes is not
/// kept for it.
void Transport::let_go() {
  if (phase_ != Phase::gone && stream_->all_taken()) return close();
  reset();
}

void Transport::close() {
  if (phase_ == Phase::gone) return;
  stream_->close();
  end();
}

void Transport::reset() {
  if (phase_ == Phase::gone) return;
  if (stream_ != nullptr) stream_->reset();
  end();
}

void Transport::end() {
  phase_ = Phase::gone;
  if (expiry_ != nullptr) expiry_->cancel();
  read_done_ = nullptr;  // which may hold us
  watch_ended_ = nullptr;
  events_.written = nullptr;
  const std::function<void()> gone = std::exchange(events_.gone, nullptr);
  if (gone) gone();
}

}  // namespace fishtank::net
