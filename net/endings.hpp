#pragma once

#include <cstdint>
#include <string>
#include <system_error>

#include "net/ending.hpp"

/// What the errors of sockets mean.
namespace fishtank::net {

/// Of connect().
OpenFailure connect_failure(const std::error_code& error);

/// Of what came after connect() and before the upgrade's answer. `heard`: bytes of the peer's came.
OpenFailure opening_failure(const std::error_code& error, bool heard);

/// Of an open connection: reset, timed_out or end_of_stream.
CloseCause broken_cause(const std::error_code& error);

/// All that is known of how a WebSocket ended.
struct EndFacts {
  bool began_close = false;      ///< we did, on purpose
  std::error_code error;         ///< of the transport
  bool closing_expired = false;  ///< the closing handshake did not end in time
  std::uint16_t told = 1006;     ///< code of the close frame that we sent
  std::string told_reason;
  std::uint16_t heard = 1006;  ///< code of the close frame that came; 1005 if it had none
  std::string heard_reason;
};

/// `expired_cause`: of a closing handshake that we began and that did not end in time.
Ending judge_end(const EndFacts& facts, CloseCause expired_cause);

}  // namespace fishtank::net
