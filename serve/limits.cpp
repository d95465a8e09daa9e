#include "serve/limits.hpp"

#include <algorithm>

namespace fishtank::serve {

namespace {

/// For the control interface, listeners, logs, libraries, and connections that are being shed.
constexpr std::size_t kOtherFiles = kMostControlConnections + 136;

}  // namespace

std::size_t connections_within(std::size_t files, bool direct) {
  const std::size_t left = std::max(files, kOtherFiles) - kOtherFiles;
  return std::max<std::size_t>(left / (direct ? 1 : 3), 1);
}

}  // namespace fishtank::serve
