#pragma once

#include "core/frame.hpp"
#include "core/random.hpp"
#include "core/time.hpp"

namespace fishtank::core {

/// A fresh mid as all clients make them (protocol.md 2): a number in 0..999 without padding, the
/// calendar's milliseconds, a space and "0". Not guaranteed to be unique.
Mid make_mid(Random& random, WallTime wall);

/// A fresh uuid for an outgoing text, as the Python clients make it: "-", milliseconds, "1".
std::string make_uuid(WallTime wall);

}  // namespace fishtank::core
