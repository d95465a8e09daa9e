#pragma once

#include <cstddef>

namespace fishtank::net {

/// Lets the process open as many files as it may have (RLIMIT_NOFILE: the soft limit becomes the
/// hard one), and tells how many those are. Each connection is a file.
std::size_t raise_file_limit();

}  // namespace fishtank::net
