#pragma once

#include <cstdint>

/// The names by which the mock server speaks of things.
namespace fishtank::server_mock {

/// One accepted connection. The host chooses it, densely from 0 (it is an index), and may use it
/// again once the connection is gone: after its Gone, or after the server's CloseSession.
enum class SessionId : std::uint32_t {};

/// Tells the connections that had the same SessionId apart. Counted from 1.
enum class ConnectionSerial : std::uint32_t {};

/// No connection at all.
inline constexpr ConnectionSerial kNoConnection{0};

/// The fault whose doing something is: 1 + its event in the timeline (trace/record.hpp).
enum class FaultId : std::uint16_t {};

/// Nobody's doing: the server behaves.
inline constexpr FaultId kNoFault{0};

/// One package of messages in the server's custody, counted from 1. Unlike its mid it stays the
/// same when the package is sent again.
enum class PushId : std::uint64_t {};

}  // namespace fishtank::server_mock
