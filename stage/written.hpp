#pragma once

#include <cstdint>

namespace fishtank::stage {

/// What became of a frame that a client handed to its transport.
enum class Written : std::uint8_t {
  taken,    ///< it is in the kernel's buffer
  waiting,  ///< the buffers are full: it is taken later, if ever
  failed,   ///< the transport is not open
};

}  // namespace fishtank::stage
