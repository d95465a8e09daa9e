#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "plan/units.hpp"
#include "trace/bounds.hpp"
#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

using core::ChatResult;
using core::FrameKind;
using core::State;
using plan::print_duration;

/// A chat message whose outcome the application has not been told.
struct OpenChat {
  std::uint64_t chat = 0;
  Instant since{};        ///< asked for, or the state changed; in the process's time
  std::uint64_t mid = 0;  ///< of its latest request; 0: none is known on this connection
  bool answered = false;  ///< that request, with code 200
  bool reported = false;
};

struct Watch {
  static constexpr std::string_view kName = "chats_accounted";

  void see(const Record& record, const Scene& scene) {
    if (open.empty() && (kinds(record.kind) & kMayBegin) == 0) return;
    judge(scene);
    switch (record.kind) {
      case RecordKind::send_chat:
        open.push_back({.chat = record.a, .since = scene.awake()});
        expecting_send_of = record.a;
        return;
      case RecordKind::send: return see_send(record);
      case RecordKind::received: return see_answer(record);
      case RecordKind::chat_done: return see_done(record, scene);
      default: see_state(record, scene);
    }
  }

  void finish(const Scene& scene) { judge(scene); }

  static constexpr KindSet kMayBegin =
      kinds(RecordKind::send_chat, RecordKind::chat_done, RecordKind::state_changed);

  /// Whose request goes out is known if it follows from what the application asked for just now, or
  /// from the answer to an earlier request.
  void see_send(const Record& record) {
    const auto chat = std::ranges::find(open, expecting_send_of, &OpenChat::chat);
    expecting_send_of = 0;
    if (chat == open.end()) return;
    chat->mid = record.b;
    chat->answered = false;
  }

  void see_answer(const Record& record) {
    expecting_send_of = 0;
    if (record.b == 0) return;
    const auto chat = std::ranges::find(open, record.b, &OpenChat::mid);
    if (chat == open.end() || frame_refused(record.detail)) return;
    chat->answered = true;
    expecting_send_of = chat->chat;
  }

  void see_done(const Record& record, const Scene& scene) {
    const auto chat = std::ranges::find(open, record.a, &OpenChat::chat);
    if (chat == open.end()) {
      scene.broken(
          fmt::format("an outcome was told for chat message {}, which was not waiting for one: "
                      "each has exactly one",
                      record.a));
      return;
    }
    const auto result = static_cast<ChatResult>(record.detail);
    if (chat->answered && (result == ChatResult::lost || result == ChatResult::timed_out)) {
      scene.broken(
          fmt::format("chat message {} was reported as `{}`, but the server had answered "
                      "200 to it in time (heartbeat.swallows_answers)",
                      chat->chat, name(result)));
    }
    open.erase(chat);
  }

  void see_state(const Record& record, const Scene& scene) {
    state = state_to(record);
    for (OpenChat& chat : open) {
      chat.since = scene.awake();
      chat.mid = 0;
      chat.answered = false;
      if (state == State::closed) complain(chat, scene.awake(), "CLOSED", scene);
    }
  }

  /// How long an outcome may take in this state; nothing if it may take any time.
  std::optional<Duration> patience(const core::Policy& policy) const {
    if (state == State::connected) return chat_bound(policy);
    const bool waits = policy.chat.on_loss == core::OnChatLoss::resend && state != State::closed;
    if (waits) return std::nullopt;
    return kTimerSlack;
  }

  void judge(const Scene& scene) {
    const auto bound = patience(scene.policy());
    if (!bound) return;
    for (OpenChat& chat : open) {
      if (scene.awake() - chat.since <= *bound) continue;
      const auto where = fmt::format("{} in {}", print_duration(*bound), name(state));
      complain(chat, chat.since + *bound, where, scene);
    }
  }

  static void complain(OpenChat& chat, Instant since, std::string_view where, const Scene& scene) {
    if (chat.reported) return;
    chat.reported = true;
    scene.broken_since(
        since, fmt::format("{} and the application was not told what became of chat "
                           "message {}; an answer may take {}, twice if its conversation "
                           "has to be created (chat.answer_timeout, chat.on_loss)",
                           where, chat.chat, print_duration(scene.policy().chat.answer_timeout)));
  }

  State state = State::disconnected;
  std::uint64_t expecting_send_of = 0;  ///< the chat whose request may follow; 0: none's
  std::vector<OpenChat> open;           ///< in the order in which they were asked for
};

}  // namespace

/// Bound: chat_bound(), twice chat.answer_timeout + kTimerSlack, in CONNECTED. While not CONNECTED
/// a chat message waits if chat.on_loss is `resend`; otherwise its outcome is told at once
/// (kTimerSlack), and in CLOSED none is left.
const CheckSpec& chats_accounted() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "Each chat message that the application wants sent has exactly one outcome, told in "
          "time, and none is called lost that the server accepted.",
      .bound =
          "2 x chat.answer_timeout + 500ms in CONNECTED; 500ms while not CONNECTED, unless "
          "chat.on_loss is resend",
      .sees = kinds(RecordKind::send_chat, RecordKind::send, RecordKind::received,
                    RecordKind::chat_done, RecordKind::state_changed),
      .frames = frames(FrameKind::send_text, FrameKind::create_conversation, FrameKind::response),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
