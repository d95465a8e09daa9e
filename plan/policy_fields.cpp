#include "plan/policy_fields.hpp"

#include <algorithm>
#include <array>

namespace fishtank::plan {
namespace {

using core::Policy;
using core::RetryDelay;

/// For what repeats: without it a client would do nothing else.
constexpr Bounds kAtLeastAMillisecond{.minimum = 1'000'000};

template <auto... Path>
constexpr PolicyField connect(std::string_view name, std::string_view about, Bounds bounds = {}) {
  return field<Policy, &Policy::connect, Path...>(name, about, bounds);
}

template <auto... Path>
constexpr PolicyField heartbeat(std::string_view name, std::string_view about, Bounds bounds = {}) {
  return field<Policy, &Policy::heartbeat, Path...>(name, about, bounds);
}

template <auto... Path>
constexpr PolicyField keepalive(std::string_view name, std::string_view about, Bounds bounds = {}) {
  return field<Policy, &Policy::keepalive, Path...>(name, about, bounds);
}

template <auto... Path>
constexpr PolicyField silence(std::string_view name, std::string_view about, Bounds bounds = {}) {
  return field<Policy, &Policy::silence, Path...>(name, about, bounds);
}

template <auto... Path>
constexpr PolicyField reconnect(std::string_view name, std::string_view about, Bounds bounds = {}) {
  return field<Policy, &Policy::reconnect, Path...>(name, about, bounds);
}

template <auto... Path>
constexpr PolicyField recovery(std::string_view name, std::string_view about, Bounds bounds = {}) {
  return field<Policy, &Policy::recovery, Path...>(name, about, bounds);
}

template <auto... Path>
constexpr PolicyField token(std::string_view name, std::string_view about, Bounds bounds = {}) {
  return field<Policy, &Policy::token, Path...>(name, about, bounds);
}

template <auto... Path>
constexpr PolicyField cookie(std::string_view name, std::string_view about, Bounds bounds = {}) {
  return field<Policy, &Policy::cookie, Path...>(name, about, bounds);
}

template <auto... Path>
constexpr PolicyField inbox(std::string_view name, std::string_view about, Bounds bounds = {}) {
  return field<Policy, &Policy::inbox, Path...>(name, about, bounds);
}

template <auto... Path>
constexpr PolicyField chat(std::string_view name, std::string_view about, Bounds bounds = {}) {
  return field<Policy, &Policy::chat, Path...>(name, about, bounds);
}

template <auto... Path>
constexpr PolicyField stopping(std::string_view name, std::string_view about, Bounds bounds = {}) {
  return field<Policy, &Policy::stopping, Path...>(name, about, bounds);
}

template <auto... Path>
constexpr PolicyField watch(std::string_view name, std::string_view about, Bounds bounds = {}) {
  return field<Policy, &Policy::watch, Path...>(name, about, bounds);
}

constexpr std::array kFields{
    connect<&Policy::Connect::timeout>("connect.timeout",
                                       "Of a whole attempt, from CONNECTING to registered (S1)."),
    connect<&Policy::Connect::registers>("connect.registers",
                                         "Which connections are registered (D-18)."),
    connect<&Policy::Connect::sequence>(
        "connect.sequence",
        "timed: `/reg`, a wait, `ackDiff`; awaited: `/reg`, `getState` and `ackDiff`, each after "
        "the answer to the one before (protocol.md 3)."),
    connect<&Policy::Connect::ack_diff_delay>(
        "connect.ack_diff_delay", "Between `/reg` sent and `ackDiff`, if `timed` (S1)."),
    connect<&Policy::Connect::confirm_registration>(
        "connect.confirm_registration", "CONNECTED needs the answer 200, not only `ackDiff` sent."),
    heartbeat<&Policy::HeartbeatPolicy::interval>(
        "heartbeat.interval", "Between heartbeats. 0s: none are sent (S0, S1)."),
    heartbeat<&Policy::HeartbeatPolicy::begins>(
        "heartbeat.begins", "Whether heartbeats wait for CONNECTED (S0) or begin with the socket."),
    heartbeat<&Policy::HeartbeatPolicy::first>(
        "heartbeat.first", "Whether the first goes out at once (S0) or after an interval."),
    heartbeat<&Policy::HeartbeatPolicy::timeout>("heartbeat.timeout",
                                                 "Since the last answer; then the connection is "
                                                 "dead. 0s: an answer is never missed (S0, S1)."),
    heartbeat<&Policy::HeartbeatPolicy::send_timeout>(
        "heartbeat.send_timeout", "Sending that takes longer is a send failure (S1)."),
    heartbeat<&Policy::HeartbeatPolicy::retry_delay>("heartbeat.retry_delay",
                                                     "After a send failure (S1)."),
    heartbeat<&Policy::HeartbeatPolicy::max_send_failures>(
        "heartbeat.max_send_failures", "So many send failures in a row give heartbeat up (S0, S1).",
        {.minimum = 1}),
    heartbeat<&Policy::HeartbeatPolicy::on_give_up>(
        "heartbeat.on_give_up",
        "What happens to the socket when sending heartbeats is given up (D-2)."),
    heartbeat<&Policy::HeartbeatPolicy::on_silence>(
        "heartbeat.on_silence", "What happens to the socket after `heartbeat.timeout` (D-2)."),
    heartbeat<&Policy::HeartbeatPolicy::answer_match>(
        "heartbeat.answer_match", "Which frame counts as the answer to a heartbeat (D-5)."),
    heartbeat<&Policy::HeartbeatPolicy::swallows_answers>(
        "heartbeat.swallows_answers",
        "Whether what counts as a heartbeat's answer is kept from everybody else (D-5)."),
    keepalive<&Policy::Keepalive::interval>("keepalive.interval",
                                            "Between WebSocket Pings. 0s: none (S4)."),
    keepalive<&Policy::Keepalive::timeout>(
        "keepalive.timeout", "For the Pong; then the socket is closed with 1011 (S4)."),
    silence<&Policy::Silence::timeout>("silence.timeout",
                                       "Since the last message of any kind; then the connection is "
                                       "closed. 0s: nobody looks (S3)."),
    silence<&Policy::Silence::check_interval>("silence.check_interval",
                                              "Between two looks at `silence.timeout` (S3).",
                                              kAtLeastAMillisecond),
    silence<&Policy::Silence::starts_anew>(
        "silence.starts_anew",
        "false: a fresh connection inherits the silence of the one before (D-17)."),
    reconnect<&Policy::Reconnect::unexpected_close, &RetryDelay::base>(
        "reconnect.unexpected_close.base",
        "Delay after each counted loss without a close frame (S0)."),
    reconnect<&Policy::Reconnect::unexpected_close, &RetryDelay::cap>(
        "reconnect.unexpected_close.cap",
        "The longest delay after a loss without a close frame (S0)."),
    reconnect<&Policy::Reconnect::unexpected_close, &RetryDelay::growth>(
        "reconnect.unexpected_close.growth",
        "linear: base x failures; exponential: base x 2^(failures - 1) (S0, S3)."),
    reconnect<&Policy::Reconnect::network, &RetryDelay::base>(
        "reconnect.network.base", "Delay for each counted network failure or timeout (S0)."),
    reconnect<&Policy::Reconnect::network, &RetryDelay::cap>(
        "reconnect.network.cap", "The longest delay after a network failure or timeout (S0)."),
    reconnect<&Policy::Reconnect::network, &RetryDelay::growth>(
        "reconnect.network.growth",
        "linear: base x failures; exponential: base x 2^(failures - 1) (S0, S3)."),
    reconnect<&Policy::Reconnect::other, &RetryDelay::base>(
        "reconnect.other.base", "Delay for each counted failure of any other class (S0)."),
    reconnect<&Policy::Reconnect::other, &RetryDelay::cap>(
        "reconnect.other.cap", "The longest delay after a failure of any other class (S0)."),
    reconnect<&Policy::Reconnect::other, &RetryDelay::growth>(
        "reconnect.other.growth",
        "linear: base x failures; exponential: base x 2^(failures - 1) (S0, S3)."),
    reconnect<&Policy::Reconnect::jitter_percent>(
        "reconnect.jitter_percent",
        "Up to so many percent are added to each delay, drawn anew (D-7).", {.maximum = 100}),
    reconnect<&Policy::Reconnect::failed_connect>(
        "reconnect.failed_connect",
        "The class of an attempt that was refused, hung or found no address (D-6)."),
    reconnect<&Policy::Reconnect::on_clean_close>(
        "reconnect.on_clean_close",
        "Whether a normal close (1000, 1001) is a failure, or is followed by the next attempt at "
        "once (D-3)."),
    reconnect<&Policy::Reconnect::attempts_per_wait>(
        "reconnect.attempts_per_wait", "Attempts in a row for each delay (D-20).", {.minimum = 1}),
    reconnect<&Policy::Reconnect::interruptible_wait>(
        "reconnect.interruptible_wait",
        "false: a stop during a retry delay is heard when the delay is over (D-17)."),
    reconnect<&Policy::Reconnect::max_failures>(
        "reconnect.max_failures", "FAILED at so many failures in a row. 0: no limit (S0, S1)."),
    reconnect<&Policy::Reconnect::failure_reset>("reconnect.failure_reset",
                                                 "When failures are forgotten (D-4)."),
    reconnect<&Policy::Reconnect::proven_after>(
        "reconnect.proven_after",
        "How long a connection must hold for `failure_reset: when_proven`."),
    reconnect<&Policy::Reconnect::close_timeout>(
        "reconnect.close_timeout", "Waiting for the old transport before it is aborted (S1)."),
    reconnect<&Policy::Reconnect::keep_token_on_loss>(
        "reconnect.keep_token_on_loss", "false: the token is thrown away on every loss (D-8)."),
    reconnect<&Policy::Reconnect::on_kick>("reconnect.on_kick",
                                           "What a kick of the server does (D-15)."),
    recovery<&Policy::Recovery::password_login>(
        "recovery.password_login", "Whether a password login is tried at the failure limit (S1)."),
    recovery<&Policy::Recovery::restarts>(
        "recovery.restarts",
        "Whether FAILED without a login ends in a new life. false: it is FAILED for good (D-18)."),
    recovery<&Policy::Recovery::login_cooldown>("recovery.login_cooldown",
                                                "Between two password logins of one account (S1)."),
    recovery<&Policy::Recovery::login_timeout>("recovery.login_timeout",
                                               "For a login; the seeds give none."),
    recovery<&Policy::Recovery::retry_delay>(
        "recovery.retry_delay", "After a login that succeeded, before the next attempt (S1)."),
    recovery<&Policy::Recovery::cancel_timeout>(
        "recovery.cancel_timeout", "For all tasks to end, before the instance is restarted (S1)."),
    recovery<&Policy::Recovery::restart_delay>(
        "recovery.restart_delay", "Between the end of the tasks and the new life (S1)."),
    token<&Policy::Token::refresh_interval>(
        "token.refresh_interval",
        "The age at which a token is renewed, and too old to open with (S1).",
        kAtLeastAMillisecond),
    token<&Policy::Token::refresh_retry>("token.refresh_retry", "After a refresh that failed (S1).",
                                         kAtLeastAMillisecond),
    token<&Policy::Token::refused_code>("token.refused_code",
                                        "An answer with this code, to /reg or to a heartbeat, says "
                                        "that the token is no good; while "
                                        "CONNECTED no retry can mend that. 0: none says so (S1).",
                                        {.maximum = 999}),
    token<&Policy::Token::captcha_retries>(
        "token.captcha_retries", "So many captcha answers in a row are tried again (S1)."),
    token<&Policy::Token::retries_expired>(
        "token.retries_expired",
        "Whether an outdated h5 token is asked again at once with the cookie that came along, or "
        "costs the attempt (D-14)."),
    token<&Policy::Token::quiet_time>(
        "token.quiet_time",
        "So long after a received message the client refuses itself a token (D-9)."),
    token<&Policy::Token::request_timeout>("token.request_timeout",
                                           "Of one request to the token service (protocol.md 5)."),
    cookie<&Policy::Cookie::refresh_interval>("cookie.refresh_interval",
                                              "Between cookie refreshes. 0s: never (S1)."),
    cookie<&Policy::Cookie::check_interval>("cookie.check_interval",
                                            "How often it is looked whether it is time (S1).",
                                            kAtLeastAMillisecond),
    cookie<&Policy::Cookie::quiet_time>("cookie.quiet_time",
                                        "No refresh so soon after a received message (S1)."),
    cookie<&Policy::Cookie::refresh_timeout>("cookie.refresh_timeout", "For a refresh (S1)."),
    cookie<&Policy::Cookie::pauses_heartbeat>("cookie.pauses_heartbeat",
                                              "No heartbeats while the cookie is refreshed (S1)."),
    inbox<&Policy::Inbox::acknowledges>("inbox.acknowledges",
                                        "Which pushes are acknowledged (protocol.md 2.1)."),
    inbox<&Policy::Inbox::acks_each>("inbox.acks_each",
                                     "Acknowledgements of one push (protocol.md 2.1).",
                                     {.minimum = 1, .maximum = 10}),
    inbox<&Policy::Inbox::package_items>("inbox.package_items",
                                         "Which messages of a sync package are handled (D-11)."),
    inbox<&Policy::Inbox::dedupe_by>("inbox.dedupe_by",
                                     "By what a message is known as seen before (D-10)."),
    inbox<&Policy::Inbox::dedupe_window>(
        "inbox.dedupe_window",
        "A message seen within it is not delivered again. 0s: every one is new (S1)."),
    inbox<&Policy::Inbox::dedupe_capacity>(
        "inbox.dedupe_capacity", "So many ids are remembered at most (S1).", {.minimum = 1}),
    inbox<&Policy::Inbox::expiry>(
        "inbox.expiry",
        "An older message is acknowledged and counted, but not delivered. 0s: none is too old "
        "(S1)."),
    inbox<&Policy::Inbox::max_handlers>(
        "inbox.max_handlers", "So many handlers run at a time; more messages wait in order (S1).",
        {.minimum = 1}),
    inbox<&Policy::Inbox::handlers_block>(
        "inbox.handlers_block", "While a handler runs, nothing is read, sent or noticed (D-19)."),
    inbox<&Policy::Inbox::answers_app_ping>(
        "inbox.answers_app_ping",
        "{\"type\":\"ping\"} is answered with {\"type\":\"pong\"} at once (S3, D-15)."),
    chat<&Policy::Chat::answer_timeout>(
        "chat.answer_timeout",
        "For the answer to a chat message that was sent; the seeds give none."),
    chat<&Policy::Chat::on_loss>(
        "chat.on_loss",
        "What becomes of a chat message that meets a loss or finds no connection (D-13)."),
    stopping<&Policy::Stopping::cancel_timeout>(
        "stopping.cancel_timeout", "For every task and the transport, when stopping (S1)."),
    stopping<&Policy::Stopping::force_timeout>("stopping.force_timeout",
                                               "After that, by force (S1)."),
    watch<&Policy::Watch::stuck_after>(
        "watch.stuck_after",
        "In CONNECTING or RECONNECTING for longer is reported. 0s: never (S2)."),
};

}  // namespace

std::span<const PolicyField> policy_fields() { return kFields; }

const PolicyField* find_policy_field(std::string_view name) {
  const auto* found = std::ranges::find(kFields, name, &PolicyField::name);
  return found == kFields.end() ? nullptr : found;
}

std::vector<const PolicyField*> differing_fields(const Policy& policy, const Policy& base) {
  std::vector<const PolicyField*> fields;
  for (const PolicyField& field : kFields) {
    if (field.get(policy) != field.get(base)) fields.push_back(&field);
  }
  return fields;
}

}  // namespace fishtank::plan
