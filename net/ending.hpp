#pragma once

#include <cstdint>
#include <string>

namespace fishtank::net {

/// Why a WebSocket could not be opened.
enum class OpenFailure : std::uint8_t {
  refused,      ///< RST or ICMP: nobody listens
  unreachable,  ///< no route
  no_address,   ///< the name has no address
  timeout,      ///< ClientOptions::open_timeout passed
  tls,          ///< handshake or certificate
  http_status,  ///< the upgrade was answered with another status than 101
  protocol,     ///< the upgrade was answered with nonsense
  reset,        ///< TCP opened, and ended before the upgrade was answered
};

/// How an open WebSocket ended, seen from one side.
enum class CloseCause : std::uint8_t {
  close_frame,       ///< a close frame came in and was answered (RFC 6455 7.1.4)
  own_close,         ///< the close that we began is done
  end_of_stream,     ///< FIN without a close frame
  reset,             ///< RST
  timed_out,         ///< the kernel gave up on unacknowledged bytes: the peer's host is gone
  close_unanswered,  ///< our close frame had no answer in time
  protocol_error,    ///< the peer broke RFC 6455 or a limit of ours
};

/// The end of a WebSocket.
struct Ending {
  CloseCause cause = CloseCause::end_of_stream;
  std::uint16_t code = 1006;  ///< of the close frame; 1005 if it had none; 1006 without a frame;
                              ///< protocol_error: what we told the peer (1002, 1007, 1009)
  std::string reason;         ///< of the close frame, or what the system says
};

}  // namespace fishtank::net
