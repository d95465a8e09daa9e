#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/connection.hpp"

namespace fishtank::testing {

/// A host for a core::Connection without a world: the test says what happens and when, and looks at
/// what the connection wants done. Frames are taken by the transport at once unless the test says
/// otherwise.
class ClientDriver {
 public:
  explicit ClientDriver(core::Policy policy = core::xianyu_live(), std::uint64_t seed = 1)
      : connection(policy, std::get<core::Identity>(core::read_cookies("unb=2200000000002", 7)),
                   core::Seed{seed}) {
    give(core::ClockSet{core::WallTime{1'760'000'000'000}});
  }

  core::Connection connection;
  core::Instant now = core::kStart;
  std::vector<core::Effect> effects;  ///< of the last call and of what followed at once from it
  bool takes_frames = true;

  core::State state() const { return connection.state(); }

  /// An input, now.
  void give(const core::Input& input) {
    effects.clear();
    run([&](core::Effects& out) { connection.handle(input, now, out); });
  }

  /// Time passes; timers go off when they are due.
  void wait(core::Duration duration) {
    effects.clear();
    const core::Instant end = now + duration;
    while (connection.next_deadline() <= end) {
      now = std::max(now, connection.next_deadline());
      run([&](core::Effects& out) { connection.tick(now, out); });
    }
    now = end;
  }

  // ---- the world's part, in short ----

  void token(core::ServiceOutcome outcome = core::ServiceOutcome::success) {
    const auto call = last<core::RequestToken>()->call;
    give(core::TokenResult{.call = call, .outcome = outcome, .token = "token"});
  }
  void opened() { give(core::Opened{attempt}); }
  void open_failed(core::OpenFailure cause) { give(core::OpenFailed{attempt, cause}); }
  void closed(core::CloseCause cause) { give(core::Closed{.attempt = attempt, .cause = cause}); }
  void login(core::ServiceOutcome outcome) {
    give(core::LoginResult{.call = last<core::PasswordLogin>()->call, .outcome = outcome});
  }
  void receive(core::Frame frame) { give(core::Received{attempt, std::move(frame)}); }

  /// The server answers the last frame that the client sent with a mid.
  void answer(std::int32_t code = 200) {
    receive(core::Response{.mid = last_mid, .sid = "sid", .code = code, .body = {}});
  }

  /// From DISCONNECTED or a due retry to CONNECTED: token if asked for, transport, registration.
  void connect() {
    if (state() == core::State::disconnected) give(core::Start{});
    if (last<core::RequestToken>()) token();
    opened();
    answer();
    wait(connection.policy().connect.ack_diff_delay);
  }

  /// Loses the connection by a reset and waits until the next attempt begins.
  void lose_and_retry() {
    closed(core::CloseCause::reset);
    wait(connection.next_deadline() - now);
  }

  // ---- what it wanted ----

  /// The last effect of that kind since the last give() or wait().
  template <typename E>
  std::optional<E> last() const {
    for (auto effect = effects.rbegin(); effect != effects.rend(); ++effect) {
      if (const auto* found = std::get_if<E>(&*effect)) return *found;
    }
    return std::nullopt;
  }

  template <typename E>
  std::size_t count() const {
    std::size_t found = 0;
    for (const core::Effect& effect : effects) found += std::holds_alternative<E>(effect);
    return found;
  }

  /// How many frames of that type were sent since the last give() or wait().
  template <typename F>
  std::size_t sent() const {
    std::size_t found = 0;
    for (const core::Effect& effect : effects) {
      const auto* send = std::get_if<core::Send>(&effect);
      found += send != nullptr && std::holds_alternative<F>(send->frame);
    }
    return found;
  }

  /// The delay of the retry that was scheduled last.
  std::optional<core::Duration> retry_delay() const {
    for (auto effect = effects.rbegin(); effect != effects.rend(); ++effect) {
      const auto* note = std::get_if<core::Note>(&*effect);
      if (note != nullptr && note->kind == core::NoteKind::retry_scheduled) {
        return core::Duration(note->number);
      }
    }
    return std::nullopt;
  }

  core::AttemptId attempt{};
  core::Mid last_mid;

 private:
  /// Makes a call, then hands in what follows at once from its effects.
  void run(const std::function<void(core::Effects&)>& call) {
    core::Effects out;
    call(out);
    std::vector<core::Sent> taken;
    for (const core::Effect& effect : out) {
      effects.push_back(effect);
      if (const auto* open = std::get_if<core::OpenTransport>(&effect)) attempt = open->attempt;
      const auto* send = std::get_if<core::Send>(&effect);
      if (send == nullptr) continue;
      if (!core::mid(send->frame).empty()) last_mid = core::mid(send->frame);
      if (takes_frames && send->send != core::SendId{})
        taken.push_back({send->attempt, send->send});
    }
    for (const core::Sent& sent : taken) {
      run([&](core::Effects& next) { connection.handle(sent, now, next); });
    }
  }
};

/// A push of one chat message.
inline core::Push chat_push(std::string_view mid, std::string_view id,
                            std::int64_t created_ms = 1'760'000'000'000) {
  core::ChatMessage chat{.id = id,
                         .conversation = "50000000001@goofish",
                         .sender = "2200000000001",
                         .sender_name = "buyer",
                         .text = "在吗",
                         .item = "800000000001",
                         .created_ms = created_ms};
  return {.mid = mid, .sid = "sid", .items = std::vector<core::PushItem>{chat}};
}

/// The application's wish to say something in that conversation; without one, to create it first.
inline core::SendChat chat_to(core::ConversationId conversation) {
  return {.chat = core::ChatId{1},
          .peer = "2200000000001",
          .conversation = conversation,
          .item = "800000000001",
          .text = "你好"};
}

}  // namespace fishtank::testing
