#pragma once

#include "net/loop.hpp"

namespace fishtank::live {

/// So long, in real time, sockets and requests of a client may take. The core has limits of its
/// own, and the kernel's are not for a run that is faster than time: this only keeps what the core
/// gave up from lasting for ever.
inline constexpr net::Duration kPatience = std::chrono::minutes(10);

}  // namespace fishtank::live
