#include "plan/fields.hpp"

#include <array>

namespace fishtank::plan {
namespace {

/// The last millisecond of the year 9999.
constexpr Bounds kCalendar{.maximum = 253'402'300'799'999, .integer = ValueKind::wall_time};

constexpr Bounds kRate{.maximum = 1'000'000'000'000, .integer = ValueKind::bytes_per_second};
constexpr Bounds kBuffer{
    .minimum = 1'024, .maximum = std::int64_t{1} << 40, .integer = ValueKind::bytes};
constexpr Bounds kShare{.maximum = 1'000'000, .integer = ValueKind::percent};
constexpr Bounds kDuration{.minimum = 1'000'000};
constexpr Bounds kPerSecond{.maximum = 1'000'000};

constexpr std::array kRunFields{
    field<Plan, &Plan::name>("name", "What the scenario shows, as a sentence."),
    field<Plan, &Plan::about>("about", "What happens and why it matters, for people."),
    field<Plan, &Plan::duration>("duration",
                                 "How long the run is. By default a minute longer than the last "
                                 "moment that the scenario names, in whole seconds.",
                                 kDuration),
    field<Plan, &Plan::wake_order>("wake_order",
                                   "What goes first when data waits and a timer is overdue at the "
                                   "same moment, as after a freeze."),
    field<Plan, &Plan::wall_start_ms>(
        "wall_start", "What every calendar shows at the beginning of the run.", kCalendar),
};

constexpr std::array kClientFields{
    field<Client, &Client::name>("name",
                                 "In expectations and targets. Several of them: name-1, name-2, "
                                 "and so on."),
    field<Client, &Client::count>("count", "So many clients of this kind.",
                                  {.minimum = 1, .maximum = kMostClients}),
    field<Client, &Client::start_at>("start_at", "When the first of them starts."),
    field<Client, &Client::start_spread>("start_spread",
                                         "The others' starts are spread evenly over so much."),
    field<Client, &Client::starts>("starts", "false: only a `start` of the timeline starts it."),
    field<Client, &Client::cookies>("cookies",
                                    "Its cookie string. By default made up from the client's "
                                    "number."),
    field<Client, &Client::handler_time>("handler_time", "The application's time for a message."),
    field<Client, &Client::cancel_time>("cancel_time", "Until cancelled tasks have ended."),
};

constexpr std::array kLinkFields{
    field<Link, &Link::latency>("latency", "How long bytes travel, one way."),
    field<Link, &Link::jitter>("jitter", "Up to so much longer, drawn for each write."),
    field<Link, &Link::bytes_per_second>("bandwidth", "How many bytes pass in a second.", kRate),
    field<Link, &Link::loss_ppm>("loss", "The share of TCP segments that has to be sent again.",
                                 kShare),
};

constexpr std::array kNetworkFields{
    field<Network, &Network::send_buffer>(
        "send_buffer", "Bytes a sender may have unacknowledged; then sending blocks.", kBuffer),
    field<Network, &Network::receive_buffer>(
        "receive_buffer", "Bytes a host holds for a process that does not read.", kBuffer),
};

constexpr std::array kServerFields{
    field<Server, &Server::token_lifetime>("token_lifetime", "How long a token is good.",
                                           kDuration),
    field<Server, &Server::checks_token>("checks_token",
                                         "`/reg` needs a token that was issued to this device and "
                                         "is still good."),
    field<Server, &Server::enforces_acks>("enforces_acks",
                                          "A client that leaves a push unacknowledged is "
                                          "disconnected."),
    field<Server, &Server::ack_timeout>("ack_timeout", "How long for `enforces_acks`.", kDuration),
    field<Server, &Server::service_time>("service_time", "The services' own time for an answer."),
    field<Server, &Server::app_ping_interval>("app_ping_interval",
                                              "Each session gets `{\"type\":\"ping\"}` so often "
                                              "(S3). 0s: never."),
    field<Server, &Server::accept_rate>("accept_rate",
                                        "At most so many upgrades are accepted in any second, all "
                                        "clients together; the others are answered with 503. 0: no "
                                        "limit.",
                                        kPerSecond),
    field<Server, &Server::token_rate>("token_rate",
                                       "At most so many tokens are given out in any second, all "
                                       "clients together; the other requests are answered with "
                                       "RGV587, as `captcha` of `token_service`. 0: no limit.",
                                       kPerSecond),
};

constexpr std::array kPushFields{
    field<PushAction, &PushAction::kind>("kind", "What is pushed."),
    field<PushAction, &PushAction::from>("from",
                                         "The sender's name; the user id is derived from it."),
    field<PushAction, &PushAction::text>("text", "What it says."),
    field<PushAction, &PushAction::count>("count", "So many messages.",
                                          {.minimum = 1, .maximum = kMostPushes}),
    field<PushAction, &PushAction::every>("every", "The time between them."),
    field<PushAction, &PushAction::age>("age", "How old the first one claims to be."),
    field<PushAction, &PushAction::id>("id",
                                       "The message id, the same for all of them. By default a "
                                       "fresh one for each."),
    field<PushAction, &PushAction::bundled>("bundled", "All of them in one package."),
};

constexpr std::array kSendFields{
    field<SendAction, &SendAction::to>("to",
                                       "The receiver's name; the user id is derived from it."),
    field<SendAction, &SendAction::text>("text", "What it says."),
    field<SendAction, &SendAction::count>("count", "So many messages, one right after the other.",
                                          {.minimum = 1, .maximum = kMostSends}),
    field<SendAction, &SendAction::new_conversation>("new_conversation",
                                                     "The conversation has to be created first."),
};

constexpr std::array kStartFields{
    field<StartAction, &StartAction::possible>("possible",
                                               "false: what an attempt needs cannot be had."),
};

}  // namespace

std::span<const Field<Plan>> run_fields() { return kRunFields; }
std::span<const Field<Client>> client_fields() { return kClientFields; }
std::span<const Field<Link>> link_fields() { return kLinkFields; }
std::span<const Field<Network>> network_fields() { return kNetworkFields; }
std::span<const Field<Server>> server_fields() { return kServerFields; }
std::span<const Field<PushAction>> push_fields() { return kPushFields; }
std::span<const Field<SendAction>> send_fields() { return kSendFields; }
std::span<const Field<StartAction>> start_fields() { return kStartFields; }

}  // namespace fishtank::plan
