#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/time.hpp"

/// How a client behaves, as data. Every number and every choice in which the client systems of the
/// seeds differ is a field here, with the default that behaviour.md gives for `xianyu-live`.
/// A profile is a policy under a name; no code asks for a profile's name.
namespace fishtank::core {

/// Why a connection or an attempt failed, as the retry delay sees it (behaviour.md,
/// "Reconnecting").
enum class FailureClass : std::uint8_t {
  unexpected_close,  ///< no close frame received or sent, reset, end of stream
  network,           ///< refused, unreachable, DNS, any timeout
  other,             ///< handshake or TLS error, HTTP status, registration error, clean close, ...
};

inline constexpr int kFailureClasses = 3;

std::string_view name(FailureClass failure_class);

/// Which frame counts as the answer to a heartbeat.
enum class AnswerMatch : std::uint8_t {
  any_200,  ///< any frame with code 200 (as documented)
  mid,      ///< only a frame with code 200 that repeats the mid of a heartbeat of this connection
};

/// What happens to the socket when heartbeat sending is given up.
enum class OnGiveUp : std::uint8_t { close, leave_open };

/// When failures are forgotten.
enum class FailureReset : std::uint8_t {
  at_connected,  ///< on entering CONNECTED (as documented)
  when_proven,   ///< after the connection held for `proven_after` or answered 2 heartbeats
};

/// What a kick of the server does (protocol.md 4.5).
enum class OnKick : std::uint8_t {
  reconnect,  ///< drop the token, RECONNECTING, counted as *other*
  ignore,
};

/// delay = min(base x failures, cap), see Backoff.
struct RetryDelay {
  Duration base{};
  Duration cap{};

  bool operator==(const RetryDelay&) const = default;
};

struct Policy {
  /// Opening and registering (S1).
  struct Connect {
    Duration timeout = seconds(30);        ///< of a whole attempt, from CONNECTING to registered
    Duration ack_diff_delay = seconds(1);  ///< between /reg sent and ackDiff
    bool confirm_registration = true;  ///< CONNECTED needs the answer 200, not only ackDiff sent

    bool operator==(const Connect&) const = default;
  } connect;

  /// Heartbeat `/!` (S0, S1, S2).
  struct HeartbeatPolicy {
    Duration interval = seconds(15);     ///< between heartbeats; the first goes out on CONNECTED
    Duration timeout = seconds(30);      ///< since the last answer; kOff: an answer is never missed
    Duration send_timeout = seconds(2);  ///< longer is a send failure
    Duration retry_delay = seconds(5);   ///< after a send failure
    std::int32_t max_send_failures = 3;  ///< in a row; then sending is given up
    OnGiveUp on_give_up = OnGiveUp::close;
    AnswerMatch answer_match = AnswerMatch::any_200;

    bool operator==(const HeartbeatPolicy&) const = default;
  } heartbeat;

  /// WebSocket Ping by the client (S4). Off in `xianyu-live`.
  struct Keepalive {
    Duration interval = Duration::zero();  ///< kOff: no Pings
    Duration timeout = seconds(20);        ///< for the Pong; then the socket is closed with 1011

    bool operator==(const Keepalive&) const = default;
  } keepalive;

  /// Reconnecting (S0, S1, S2, S4).
  struct Reconnect {
    RetryDelay unexpected_close{seconds(3), seconds(15)};
    RetryDelay network{seconds(10), seconds(60)};
    RetryDelay other{seconds(5), seconds(30)};
    std::int32_t jitter_percent = 0;  ///< 0..100: up to so much is added to each delay
    std::int32_t max_failures = 5;    ///< FAILED at so many; 0: no limit
    FailureReset failure_reset = FailureReset::at_connected;
    Duration proven_after = seconds(60);  ///< for FailureReset::when_proven
    Duration close_timeout = seconds(2);  ///< wait for the old transport, then abort it
    bool keep_token_on_loss = true;       ///< false: the token is thrown away on every loss
    OnKick on_kick = OnKick::reconnect;

    bool operator==(const Reconnect&) const = default;
  } reconnect;

  /// At the failure limit (S1, S2).
  struct Recovery {
    bool password_login = true;
    Duration login_cooldown = seconds(60);  ///< between password logins of one account
    Duration login_timeout = seconds(180);  ///< for a login (ours: the seeds give none)
    Duration retry_delay = seconds(2);      ///< after a login that succeeded
    Duration cancel_timeout = seconds(8);   ///< for all tasks, before the restart
    Duration restart_delay = milliseconds(500);

    bool operator==(const Recovery&) const = default;
  } recovery;

  /// Token (S1).
  struct Token {
    Duration refresh_interval =
        seconds(72'000);                      ///< also the age at which it is too old to open with
    Duration refresh_retry = seconds(7'200);  ///< after a refresh that failed
    std::int32_t refused_code = 401;   ///< an answer to /reg or a heartbeat with it says that the
                                       ///< token is no good; 0: none does
    std::int32_t captcha_retries = 3;  ///< at most, in a row
    Duration request_timeout = seconds(20);  ///< of one HTTP request (protocol.md 5: timeout=20000)

    bool operator==(const Token&) const = default;
  } token;

  /// Cookie refresh (S1).
  struct Cookie {
    Duration refresh_interval = seconds(1'200);  ///< kOff: never
    Duration check_interval = seconds(60);       ///< how often it is looked whether it is time
    Duration quiet_time = seconds(300);          ///< not so soon after a received message
    Duration refresh_timeout = seconds(180);
    bool pauses_heartbeat = true;

    bool operator==(const Cookie&) const = default;
  } cookie;

  /// Messages in (S1, S4).
  struct Inbox {
    Duration dedupe_window = seconds(3'600);
    std::int32_t dedupe_capacity = 10'000;    ///< ids remembered at most
    Duration expiry = milliseconds(300'000);  ///< older is acknowledged, counted, not delivered
    std::int32_t max_handlers = 100;          ///< at a time; more wait in order
    bool answers_app_ping = true;             ///< {"type":"ping"} gets {"type":"pong"} at once (S3)

    bool operator==(const Inbox&) const = default;
  } inbox;

  /// Sending chat messages.
  struct Chat {
    Duration answer_timeout = seconds(20);  ///< for the server's answer (ours: the seeds give none)

    bool operator==(const Chat&) const = default;
  } chat;

  /// Stopping (S0, S1).
  struct Stopping {
    Duration cancel_timeout = seconds(5);  ///< for every task and the transport
    Duration force_timeout = seconds(1);   ///< then by force

    bool operator==(const Stopping&) const = default;
  } stopping;

  /// Watching itself (S2: stuck in CONNECTING or RECONNECTING).
  struct Watch {
    Duration stuck_after =
        seconds(120);  ///< in one of the two; kOff: never (ours: the seeds give none)

    bool operator==(const Watch&) const = default;
  } watch;

  bool operator==(const Policy&) const = default;
};

/// A duration field that switches its feature off.
inline constexpr Duration kOff = Duration::zero();

/// The documented connection: every field at its default.
Policy xianyu_live();

}  // namespace fishtank::core
