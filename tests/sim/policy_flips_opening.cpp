#include <array>

#include "tests/sim/policy_flips.hpp"

/// Opening, and noticing that a connection is dead: connect, heartbeat, keepalive, silence.
namespace fishtank::tests {
namespace {

/// The acknowledgements of ten messages fill the buffers: no heartbeat can be sent.
constexpr std::string_view kNothingCanBeSent =
    "network: {send_buffer: 1KiB, receive_buffer: 1KiB}, duration: 3m, timeline: [{at: 60s, fault: "
    "stall, direction: up}, {at: 61s, push: {count: 10}}]";

constexpr std::array kFlips{
    // ---- connect -------------------------------------------------------------------------------

    Flip{.field = "connect.timeout",
         .to = "10s",
         .story = "timeline: [{at: 0s, fault: accept_silent}]",
         .measure = moment_of("failure 1 counted"),
         .by_default = "30s",
         .flipped = "10s"},
    Flip{.field = "connect.registers",
         .to = "first_connection",
         .story = "timeline: [{at: 30s, fault: drop}]",
         .measure = number_of("-> registration"),
         .by_default = "2",
         .flipped = "1"},
    Flip{.field = "connect.sequence",
         .to = "awaited",
         .story = "duration: 10s",
         .measure = number_of("-> getState"),
         .by_default = "0",
         .flipped = "1"},
    Flip{.field = "connect.ack_diff_delay",
         .to = "3s",
         .story = "duration: 10s",
         .measure = moment_of("-> ackDiff"),
         .by_default = "1.62s",
         .flipped = "3.62s"},
    Flip{.field = "connect.confirm_registration",
         .to = "false",
         .story = "timeline: [{at: 0s, fault: reject_registration}]",
         .measure = state_at("5s"),
         .by_default = "RECONNECTING",
         .flipped = "CONNECTED"},

    // ---- heartbeat -----------------------------------------------------------------------------

    Flip{.field = "heartbeat.interval",
         .to = "20s",
         .story = "duration: 60s",
         .measure = metric("heartbeats_sent"),
         .by_default = "4",
         .flipped = "3"},
    Flip{.field = "heartbeat.begins",
         .to = "at_open",
         .story = "duration: 10s",
         .measure = moment_of("-> heartbeat"),
         .by_default = "1.62s",
         .flipped = "620ms"},
    Flip{.field = "heartbeat.first",
         .to = "after_interval",
         .story = "duration: 30s",
         .measure = moment_of("-> heartbeat"),
         .by_default = "1.62s",
         .flipped = "16.62s"},
    Flip{.field = "heartbeat.timeout",
         .to = "45s",
         .story = "timeline: [{at: 60s, fault: ping_silence}]",
         .measure = moment_of("CONNECTED -> RECONNECTING"),
         .by_default = "1m16.72s",
         .flipped = "1m31.72s"},
    Flip{.field = "heartbeat.send_timeout",
         .to = "6s",
         .story = kNothingCanBeSent,
         .measure = moment_of("heartbeat not sent, 1 "),
         .by_default = "1m3.62s",
         .flipped = "1m7.62s"},
    Flip{.field = "heartbeat.retry_delay",
         .to = "9s",
         .beside = "heartbeat.timeout: 0s",
         .story = kNothingCanBeSent,
         .measure = moment_of("heartbeat not sent, 2 "),
         .by_default = "1m10.62s",
         .flipped = "1m14.62s"},
    Flip{.field = "heartbeat.max_send_failures",
         .to = "2",
         .beside = "heartbeat.timeout: 0s",
         .story = kNothingCanBeSent,
         .measure = moment_of("heartbeat given up"),
         .by_default = "1m17.62s",
         .flipped = "1m10.62s"},
    Flip{.field = "heartbeat.on_give_up",
         .to = "leave_open",
         .beside = "heartbeat.timeout: 0s",
         .story = kNothingCanBeSent,
         .measure = state_at("80s"),
         .by_default = "RECONNECTING",
         .flipped = "CONNECTED"},
    Flip{.field = "heartbeat.on_silence",
         .to = "leave_open",
         .story = "timeline: [{at: 60s, fault: ping_silence}]",
         .measure = state_at("80s"),
         .by_default = "RECONNECTING",
         .flipped = "CONNECTED"},
    Flip{.field = "heartbeat.answer_match",
         .to = "mid",
         .story = "timeline: [{at: 60s, fault: ping_silence}, {at: 70s, send: {to: buyer}}, {at: "
                  "90s, send: {to: buyer}}]",
         .measure = moment_of("heartbeat timeout"),
         .by_default = "2m0.2s",
         .flipped = "1m16.72s"},
    Flip{.field = "heartbeat.swallows_answers",
         .to = "true",
         .story = "timeline: [{at: 30s, send: {to: buyer}}]",
         .measure = metric("chats_accepted"),
         .by_default = "1",
         .flipped = "0"},

    // ---- keepalive -----------------------------------------------------------------------------

    Flip{.field = "keepalive.interval",
         .to = "20s",
         .story = "duration: 60s",
         .measure = number_of("-> Ping"),
         .by_default = "0",
         .flipped = "2"},
    Flip{.field = "keepalive.timeout",
         .to = "30s",
         .beside = "keepalive.interval: 20s, heartbeat.timeout: 0s",
         .story = "timeline: [{at: 60s, fault: mute}]",
         .measure = moment_of("keepalive timeout"),
         .by_default = "1m20.82s",
         .flipped = "1m30.82s"},

    // ---- silence -------------------------------------------------------------------------------

    Flip{.field = "silence.timeout",
         .to = "90s",
         .beside = "heartbeat.interval: 0s",
         .story = "duration: 3m",
         .measure = moment_of("silence"),
         .by_default = "never",
         .flipped = "2m1.62s"},
    Flip{.field = "silence.check_interval",
         .to = "50s",
         .beside = "silence.timeout: 90s, heartbeat.interval: 0s",
         .story = "duration: 3m",
         .measure = moment_of("silence"),
         .by_default = "2m1.62s",
         .flipped = "1m41.62s"},
    Flip{.field = "silence.starts_anew",
         .to = "false",
         .beside =
             "silence.timeout: 90s, connect.confirm_registration: false, heartbeat.interval: 0s",
         .story = "timeline: [{at: 60s, fault: mute}], duration: 3m",
         .measure = metric("losses"),
         .by_default = "1",
         .flipped = "2"},
};

}  // namespace

std::span<const Flip> opening_flips() { return kFlips; }

}  // namespace fishtank::tests
