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

/// Which connections are registered.
enum class Registers : std::uint8_t {
  every_connection,  ///< as documented
  first_connection,  ///< later ones are taken as registered once open (D-18)
};

/// How /reg and ackDiff follow each other (protocol.md 3, "Order on connect").
enum class RegistrationSequence : std::uint8_t {
  timed,    ///< /reg, a wait of connect.ack_diff_delay, ackDiff (XL, XAA)
  awaited,  ///< /reg, its answer, getState, its answer, ackDiff with what it told, its answer (GFC)
};

/// From when on heartbeats are sent.
enum class HeartbeatBegins : std::uint8_t {
  at_connected,  ///< as documented
  at_open,       ///< with the transport, registered or not (GFC)
};

/// When the first heartbeat goes out.
enum class FirstHeartbeat : std::uint8_t { at_once, after_interval };

/// Which frame counts as the answer to a heartbeat.
enum class AnswerMatch : std::uint8_t {
  any_200,  ///< any frame with code 200 (as documented)
  mid,      ///< only a frame with code 200 that repeats the mid of a heartbeat of this connection
};

/// What happens to the socket when the heartbeat gives up.
enum class OnGiveUp : std::uint8_t {
  close,       ///< as documented
  leave_open,  ///< no more heartbeats, and nobody reconnects (D-2)
};

/// When failures are forgotten.
enum class FailureReset : std::uint8_t {
  at_connected,   ///< on entering CONNECTED (as documented)
  when_proven,    ///< after the connection held for `proven_after` or answered 2 heartbeats
  at_open,        ///< as soon as the transport is open (D-4)
  at_message,     ///< when the connection has delivered a message (S3)
  every_attempt,  ///< before each attempt, so that the count never grows (D-16)
};

/// What a normal close by the server (1000 or 1001) means to a CONNECTED client.
enum class OnCleanClose : std::uint8_t {
  failure,  ///< a failure like any other (as documented)
  at_once,  ///< straight to CONNECTING: no delay, no count, the token is kept (D-3)
};

/// What a kick of the server does (protocol.md 4.5).
enum class OnKick : std::uint8_t {
  reconnect,  ///< drop the token, RECONNECTING, counted as *other*
  ignore,
};

/// How a retry delay grows with the failures.
enum class Growth : std::uint8_t {
  linear,       ///< base x failures (S0)
  exponential,  ///< base x 2^(failures - 1) (S3)
};

/// delay = min(growth of base, cap), see Backoff.
struct RetryDelay {
  Duration base{};
  Duration cap{};
  Growth growth = Growth::linear;

  bool operator==(const RetryDelay&) const = default;
};

/// Which pushes are acknowledged (protocol.md 2.1).
enum class Acknowledges : std::uint8_t {
  every_push,  ///< all that carry a mid, kicks included (as documented)
  sync_only,   ///< `/s/sync` and nothing else (GFC)
  nothing,     ///< a client that does not know of acknowledgements (S3, S4)
};

/// By what a message is known as seen before.
enum class DedupeBy : std::uint8_t {
  message_id,     ///< as documented
  chat_and_text,  ///< the id is never found: the same text in the same chat counts as seen (D-10)
};

/// Which messages of a sync package are handled.
enum class PackageItems : std::uint8_t {
  all,
  first,  ///< the rest is acknowledged and lost (D-11)
};

/// What becomes of a chat message that meets a loss, or that the application wants sent while there
/// is no connection.
enum class OnChatLoss : std::uint8_t {
  resend,  ///< it waits for CONNECTED and is sent again under the same uuid
  report,  ///< the application is told: not connected, or lost (S4)
  forget,  ///< nobody is told (D-13)
};

struct Policy {
  /// Opening and registering (S1).
  struct Connect {
    Duration timeout = seconds(30);  ///< of a whole attempt, from CONNECTING to registered
    Registers registers = Registers::every_connection;
    RegistrationSequence sequence = RegistrationSequence::timed;
    Duration ack_diff_delay = seconds(1);  ///< between /reg sent and ackDiff, if timed
    bool confirm_registration = true;  ///< CONNECTED needs the answer 200, not only ackDiff sent

    bool operator==(const Connect&) const = default;
  } connect;

  /// Heartbeat `/!` (S0, S1, S2).
  struct HeartbeatPolicy {
    Duration interval = seconds(15);  ///< between heartbeats; kOff: none are sent
    HeartbeatBegins begins = HeartbeatBegins::at_connected;
    FirstHeartbeat first = FirstHeartbeat::at_once;
    Duration timeout = seconds(30);      ///< since the last answer; kOff: an answer is never missed
    Duration send_timeout = seconds(2);  ///< longer is a send failure
    Duration retry_delay = seconds(5);   ///< after a send failure
    std::int32_t max_send_failures = 3;  ///< in a row; then sending is given up
    OnGiveUp on_give_up = OnGiveUp::close;  ///< after max_send_failures
    OnGiveUp on_silence = OnGiveUp::close;  ///< after timeout (XAA: leave_open)
    AnswerMatch answer_match = AnswerMatch::any_200;
    bool swallows_answers = false;  ///< what counts as an answer is shown to nobody else (D-5)

    bool operator==(const HeartbeatPolicy&) const = default;
  } heartbeat;

  /// WebSocket Ping by the client (S4). Off in `xianyu-live`.
  struct Keepalive {
    Duration interval = Duration::zero();  ///< kOff: no Pings
    Duration timeout = seconds(20);        ///< for the Pong; then the socket is closed with 1011

    bool operator==(const Keepalive&) const = default;
  } keepalive;

  /// Silence monitor (S3): looks now and then how long ago anything came. Off in `xianyu-live`.
  struct Silence {
    Duration timeout = Duration::zero();  ///< since the last message of any kind; kOff: no monitor
    Duration check_interval = seconds(30);  ///< between two looks
    bool starts_anew = true;  ///< counts from CONNECTED; false: from the last message, be it of an
                              ///< older connection (D-17)

    bool operator==(const Silence&) const = default;
  } silence;

  /// Reconnecting (S0, S1, S2, S4).
  struct Reconnect {
    RetryDelay unexpected_close{seconds(3), seconds(15)};
    RetryDelay network{seconds(10), seconds(60)};
    RetryDelay other{seconds(5), seconds(30)};
    std::int32_t jitter_percent = 0;  ///< 0..100: up to so much is added to each delay
    FailureClass failed_connect =
        FailureClass::network;  ///< class of an attempt that was refused,
                                ///< hung, or found no address (D-6: other)
    OnCleanClose on_clean_close = OnCleanClose::failure;
    std::int32_t attempts_per_wait = 1;  ///< attempts in a row before a delay is due (D-20: 2)
    bool interruptible_wait = true;      ///< a stop ends the wait; false: it waits it out (D-17)
    std::int32_t max_failures = 5;       ///< FAILED at so many; 0: no limit
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
    bool restarts = true;  ///< without a login: a new life; false: FAILED for good (GFC)
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
    bool retries_expired = true;       ///< an outdated h5 token is asked again with the cookie that
                                       ///< came along; false: it costs the attempt (D-14)
    Duration quiet_time = Duration::zero();  ///< so long after a received message the client
                                             ///< refuses itself a token (D-9)
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
    Acknowledges acknowledges = Acknowledges::every_push;
    std::int32_t acks_each = 1;  ///< acknowledgements of one push (XAA: 2)
    PackageItems package_items = PackageItems::all;
    DedupeBy dedupe_by = DedupeBy::message_id;
    Duration dedupe_window = seconds(3'600);  ///< kOff: nothing is taken as seen
    std::int32_t dedupe_capacity = 10'000;    ///< ids remembered at most
    Duration expiry = milliseconds(300'000);  ///< older is acknowledged, counted, not delivered;
                                              ///< kOff: none is too old
    std::int32_t max_handlers = 100;          ///< at a time; more wait in order
    bool handlers_block = false;   ///< while one runs, nothing is read, sent or noticed (D-19)
    bool answers_app_ping = true;  ///< {"type":"ping"} gets {"type":"pong"} at once (S3)

    bool operator==(const Inbox&) const = default;
  } inbox;

  /// Sending chat messages.
  struct Chat {
    Duration answer_timeout = seconds(20);  ///< for the server's answer (ours: the seeds give none)
    OnChatLoss on_loss = OnChatLoss::resend;

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
