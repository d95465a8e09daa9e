#pragma once

#include <asio/io_context.hpp>

#include "net/loop.hpp"

namespace fishtank::net {

/// Only for the sources of this folder.
struct Loop::Native {
  asio::io_context context{1};  // one thread
};

}  // namespace fishtank::net
