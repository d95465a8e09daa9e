#include "net/endings.hpp"

#include <asio/error.hpp>
#include <asio/ssl/error.hpp>

#include "net/stream.hpp"

namespace fishtank::net {

namespace {

/// The codes that we tell a peer who breaks RFC 6455 or the limit of a message.
bool is_complaint(std::uint16_t code) {
  return code == 1002 || code == 1007 || code == 1009 || code == 1011;
}

/// ICMP's word on a connection that was open: the kernel says so when it gives up.
bool is_given_up(const std::error_code& error) {
  return error == asio::error::timed_out || error == asio::error::host_unreachable ||
         error == asio::error::network_unreachable;
}

}  // namespace

OpenFailure connect_failure(const std::error_code& error) {
  if (error == asio::error::connection_refused) return OpenFailure::refused;
  if (error == asio::error::timed_out) return OpenFailure::timeout;
  if (error == asio::error::connection_reset) return OpenFailure::reset;
  return OpenFailure::unreachable;
}

OpenFailure opening_failure(const std::error_code& error, bool heard) {
  if (is_end(error)) return heard ? OpenFailure::protocol : OpenFailure::reset;
  if (is_given_up(error)) return OpenFailure::timeout;
  if (error.category() == asio::error::get_ssl_category()) return OpenFailure::tls;
  return error.category() == asio::error::get_system_category() ? OpenFailure::reset
                                                                : OpenFailure::protocol;
}

CloseCause broken_cause(const std::error_code& error) {
  if (is_end(error)) return CloseCause::end_of_stream;
  return is_given_up(error) ? CloseCause::timed_out : CloseCause::reset;
}

Ending judge_end(const EndFacts& facts, CloseCause expired_cause) {
  const bool has_frame = facts.heard != 1006;
  // An answer to their close repeats it; anything else was our complaint.
  const bool is_answer = facts.told == facts.heard && facts.told_reason == facts.heard_reason;
  if (!facts.began_close && is_complaint(facts.told) && !is_answer) {
    return {CloseCause::protocol_error, facts.told, facts.told_reason};
  }
  const CloseCause orderly = facts.began_close ? CloseCause::own_close : CloseCause::close_frame;
  if (has_frame) return {orderly, facts.heard, facts.heard_reason};
  if (facts.closing_expired) return {expired_cause, 1006, "no answer to the close frame"};
  if (!facts.error) return {orderly, 1006, {}};
  const CloseCause cause = broken_cause(facts.error);
  if (facts.began_close && cause == CloseCause::end_of_stream) return {orderly, 1006, {}};
  return {cause, 1006, facts.error.message()};
}

}  // namespace fishtank::net
