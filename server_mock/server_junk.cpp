#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "server_mock/server.hpp"

/// What goes out and is nobody's message: broken pushes, junk, application pings.
namespace fishtank::server_mock {

namespace {

/// A push that was cut off within its headers.
constexpr std::string_view kCutOff =
    R"({"lwp":"/s/sync","headers":{"app-key":"444e9908a51d1cb236a27862abc769c9","mid":"84a4)";

/// A text that never was a frame.
constexpr std::string_view kGarbage = "<html><body><h1>502 Bad Gateway</h1></body></html>";

/// Data that no client reads, though it looks like that of a message.
std::string_view broken_data(Malformation how) {
  switch (how) {
    case Malformation::bad_base64: return "ggGLAbUy*not base64*";
    case Malformation::bad_msgpack: return "ggGLAbUyMjAw";  // a map that ends within its first text
    case Malformation::unknown_shape: return "gWOmc2NoZW1h";  // {99: "schema"}
    default: return {};
  }
}

std::vector<core::PushItem> broken_items(std::size_t count, Malformation how) {
  return std::vector<core::PushItem>(count, core::Undecodable{std::string(broken_data(how))});
}

core::Frame junk_frame(Flood::Of of, const core::Mid& mid, const core::Sid& sid) {
  using Items = std::vector<core::PushItem>;
  switch (of) {
    case Flood::Of::typing:
      return core::Push{mid, sid, core::PushPath::para, Items{core::Typing{"50000000001@goofish"}}};
    case Flood::Of::unknown_push: return core::OtherPush{mid, sid, "/s/sync_failover"};
    case Flood::Of::notice:
    case Flood::Of::garbage: break;
  }
  return core::Push{mid, sid, core::PushPath::sync, Items{core::SystemNotice{"50000000001", 1}}};
}

/// When the n-th of so many a second goes out; no error adds up.
core::Duration nth(std::int64_t number, std::int64_t per_second) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  return core::seconds(number / per_second) +
         core::nanoseconds(number % per_second * kSecond / per_second);
}

}  // namespace

void XianyuServer::send_malformed(SessionId id, const PendingPush& push, const Treatment& treatment,
                                  Turn turn) {
  const Malformation how = *treatment.malformed;
  core::Push frame{next_mid(), at(id).sid, core::PushPath::sync, push.items};
  switch (how) {
    case Malformation::not_json:
      turn.out.push_back(SendGarbage{id, treatment.fault, std::string(kCutOff)});
      return;
    case Malformation::bad_base64:
    case Malformation::bad_msgpack:
    case Malformation::unknown_shape: frame.items = broken_items(push.items->size(), how); break;
    case Malformation::missing_headers:
      frame.mid = {};
      frame.sid = {};
      break;
    case Malformation::missing_package: frame.items = {}; break;
  }
  turn.out.push_back(SendFrame{id, treatment.fault, std::move(frame)});
}

void XianyuServer::carry_out(const JunkDue& junk, Turn turn) {
  if (!behaviours_.at_work(junk.activation)) return;
  for (const SessionId id : sessions_of(junk.activation.user)) {
    if (at(id).ready()) send_junk(id, junk.activation, turn);
  }
  JunkDue next = junk;
  ++next.number;
  const std::int64_t per_second = std::get<Flood>(junk.activation.behaviour).per_second;
  agenda_.add(core::later(junk.began, nth(next.number, per_second)), std::move(next));
}

void XianyuServer::send_junk(SessionId id, const Activation& flood, Turn turn) {
  const Treatment treatment = push_treatment(at(id), turn.now);
  const Flood::Of of = std::get<Flood>(flood.behaviour).of;
  if (treatment.withheld) {
    turn.out.push_back(Withheld{id, treatment.fault, core::FrameKind::push});
  } else if (of == Flood::Of::garbage) {
    turn.out.push_back(SendGarbage{id, flood.fault, std::string(kGarbage), true});
  } else {
    turn.out.push_back(SendFrame{id, flood.fault, junk_frame(of, next_mid(), at(id).sid), true});
  }
}

void XianyuServer::carry_out(const AppPingDue& ping, Turn turn) {
  if (!is_open(ping.session, ping.serial)) return;
  notify(ping.session, kNoFault, core::AppPing{}, turn);
  agenda_.add(core::later(turn.now, options_.app_ping_interval), ping);
}

}  // namespace fishtank::server_mock
