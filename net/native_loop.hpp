#pragma once

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include "net/loop.hpp"

namespace fishtank::net {

/// Only for the sources of this folder.
struct Loop::Native {
  asio::io_context context{1};  // one thread
  asio::steady_timer beat{context};
  bool beats = false;
  TimePoint seen{};    // when the thread was known to serve
  Duration stalled{};  // in all
};

}  // namespace fishtank::net
