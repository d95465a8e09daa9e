#include "server_mock/server.hpp"

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>
#include <variant>

namespace fishtank::server_mock {

XianyuServer::XianyuServer(const Options& options, core::Seed seed)
    : options_(options),
      seed_(seed),
      tokens_(seed),
      services_(options),
      accept_limit_(options.accept_rate) {}

void XianyuServer::handle(const Input& input, core::Instant now, Effects& out) {
  assert(out.empty());
  std::visit([&](const auto& one) { on(one, {now, out}); }, input);
}

void XianyuServer::receive(SessionId session, const core::Frame& frame, core::Instant now,
                           Effects& out) {
  assert(out.empty());
  if (!is_open(session)) return;
  std::visit([&](const auto& one) { on_frame(session, one, {now, out}); }, frame);
}

void XianyuServer::tick(core::Instant now, Effects& out) {
  assert(out.empty());
  while (const std::optional<Agenda::Item> item = agenda_.take_due(now)) {
    std::visit([&](const auto& one) { carry_out(one, {now, out}); }, *item);
  }
}

ServiceAnswer XianyuServer::serve(const ServiceRequest& request, core::Instant now) {
  return services_.serve(request, now, tokens_);
}

std::optional<FaultId> XianyuServer::turns_away(const core::UserId& user, core::Instant now) {
  if (accept_limit_.is_full(now)) return kNoFault;
  const std::optional<FaultId> fault = behaviours_.turns_away(user, now);
  if (!fault) accept_limit_.count(now);
  return fault;
}

std::optional<FaultId> XianyuServer::leaves_unanswered(Traffic traffic, SessionId session) const {
  const Treatment treatment = behaviours_.treat(traffic, user_of(at(session)));
  return treatment.withheld ? std::optional(treatment.fault) : std::nullopt;
}

std::size_t XianyuServer::pending_pushes(const core::UserId& user) const {
  const UserIndex index = users_.find(user);
  return index == kNobody ? 0 : users_[index].pending.size();
}

// ---- inputs ------------------------------------------------------------------------------------

void XianyuServer::on(const Accepted& input, Turn turn) {
  const auto place = static_cast<std::size_t>(input.session);
  if (place >= sessions_.size()) sessions_.resize(place + 1);
  assert(!is_open(input.session));
  Session session;
  session.serial = ConnectionSerial{++connections_};
  session.sid = make_sid(seed_, session.serial);
  session.open = true;
  sessions_[place] = session;
  if (!input.user.empty()) assign(input.session, users_.enter(input.user));
  const core::Duration interval = options_.app_ping_interval;
  if (interval > core::Duration::zero()) {
    agenda_.add(core::later(turn.now, interval), AppPingDue{input.session, session.serial});
  }
}

void XianyuServer::on(const Received& input, Turn turn) {
  receive(input.session, input.frame, turn.now, turn.out);
}

void XianyuServer::on(const Gone& input, Turn turn) {
  if (!is_open(input.session)) return;
  const UserIndex user = at(input.session).user;
  forget(input.session);
  if (user != kNobody) deliver_pending(user, turn);
}

void XianyuServer::on(const Control& input, Turn turn) {
  std::visit([&](const auto& command) { on_command(command, turn); }, input.command);
}

// ---- sessions ----------------------------------------------------------------------------------

bool XianyuServer::is_open(SessionId id) const {
  return static_cast<std::size_t>(id) < sessions_.size() && at(id).open;
}

bool XianyuServer::is_open(SessionId id, ConnectionSerial serial) const {
  return is_open(id) && at(id).serial == serial;
}

core::UserId XianyuServer::user_of(const Session& session) const {
  return session.user == kNobody ? core::UserId{} : users_[session.user].id;
}

std::vector<SessionId> XianyuServer::sessions_of(const core::UserId& user) const {
  if (!user.empty()) {
    const UserIndex index = users_.find(user);
    return index == kNobody ? std::vector<SessionId>{} : users_[index].sessions;
  }
  std::vector<SessionId> open;
  for (std::uint32_t place = 0; place < sessions_.size(); ++place) {
    if (sessions_[place].open) open.push_back(SessionId{place});
  }
  return open;
}

void XianyuServer::assign(SessionId id, UserIndex user) {
  Session& session = at(id);
  if (session.user == user) return;
  const UserIndex before = session.user;
  session.user = user;
  users_[user].sessions.push_back(id);
  if (before == kNobody) return;
  std::erase(users_[before].sessions, id);
  users_.note(before);
}

void XianyuServer::become_ready(SessionId id, Turn turn) {
  const UserIndex user = at(id).user;
  std::vector<SessionId>& sessions = users_[user].sessions;
  const auto own = std::find(sessions.begin(), sessions.end(), id);
  std::rotate(own, own + 1, sessions.end());
  turn.out.push_back(SessionReady{id});
  deliver_pending(user, turn);
}

void XianyuServer::forget(SessionId id) {
  const UserIndex user = at(id).user;
  at(id) = Session{};
  if (user == kNobody) return;
  std::erase(users_[user].sessions, id);
  users_.note(user);
}

void XianyuServer::close(SessionId id, FaultId fault, std::uint16_t code, std::string_view reason,
                         Turn turn) {
  turn.out.push_back(CloseSession{id, fault, code, std::string(reason)});
  forget(id);
}

// ---- what goes out -----------------------------------------------------------------------------

void XianyuServer::answer(SessionId id, Traffic traffic, core::Response response, Turn turn) {
  Session& session = at(id);
  response.sid = session.sid;
  if (behaviours_.none() && session.answers_waiting == 0) [[likely]] {
    turn.out.push_back(SendFrame{id, kNoFault, std::move(response)});
    return;
  }
  answer_treated(id, traffic, std::move(response), turn);
}

void XianyuServer::answer_treated(SessionId id, Traffic traffic, core::Response response,
                                  Turn turn) {
  Session& session = at(id);
  const Treatment treatment = behaviours_.treat(traffic, user_of(session));
  if (treatment.withheld) {
    turn.out.push_back(Withheld{id, treatment.fault, core::FrameKind::response});
    return;
  }
  if (treatment.code != kCodeOk) response.code = treatment.code;
  if (treatment.delay == core::Duration::zero() && session.answers_waiting == 0) {
    turn.out.push_back(SendFrame{id, treatment.fault, std::move(response)});
    return;
  }
  if (session.answers_waiting == kMostAnswersWaiting) {
    turn.out.push_back(Withheld{id, treatment.fault, core::FrameKind::response});
    return;
  }
  session.answers_due = std::max(session.answers_due, core::later(turn.now, treatment.delay));
  ++session.answers_waiting;
  agenda_.add(session.answers_due,
              DelayedAnswer{id, session.serial, treatment.fault, std::move(response)});
}

void XianyuServer::carry_out(const DelayedAnswer& answer, Turn turn) {
  if (!is_open(answer.session, answer.serial)) return;
  Session& session = at(answer.session);
  --session.answers_waiting;
  // It was answered before a silence that began meanwhile, but nothing passes a server that is
  // mute.
  const Treatment treatment = behaviours_.treat(Traffic::notice, user_of(session));
  if (treatment.withheld) {
    turn.out.push_back(Withheld{answer.session, treatment.fault, core::FrameKind::response});
  } else {
    turn.out.push_back(SendFrame{answer.session, answer.fault, answer.response});
  }
}

void XianyuServer::notify(SessionId id, FaultId fault, core::Frame frame, Turn turn) {
  const Treatment treatment = behaviours_.treat(Traffic::notice, user_of(at(id)));
  if (treatment.withheld) {
    turn.out.push_back(Withheld{id, treatment.fault, core::kind(frame)});
  } else {
    turn.out.push_back(SendFrame{id, fault, std::move(frame)});
  }
}

std::int64_t XianyuServer::wall_ms(core::Instant now) const {
  return options_.wall_at_start.ms +
         std::chrono::floor<core::milliseconds>(now - core::kStart).count();
}

}  // namespace fishtank::server_mock
