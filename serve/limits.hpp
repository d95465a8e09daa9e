#pragma once

#include <cstddef>

/// What the server grants besides net::ServerLimits. docs/serving.md, "Limits", has all of them.
namespace fishtank::serve {

/// A visitor is never forgotten, since the verdict names each; one that left costs 4 KB.
inline constexpr std::size_t kMostVisitors = 100'000;

/// Of one visitor at once: what is known of it is gone through at whatever it does.
inline constexpr std::size_t kMostConnectionsEach = 100;

/// At the control interface, at once.
inline constexpr std::size_t kMostControlConnections = 64;

/// Lines that a scenario and commands may put on the timeline: their number is kept in 16 bits.
inline constexpr std::size_t kMostEvents = 65'000;

/// For how many connections of clients so many open files are enough: three each, as the proxy in
/// front of the server has two; one each if they come directly. At least 1.
std::size_t connections_within(std::size_t files, bool direct);

}  // namespace fishtank::serve
