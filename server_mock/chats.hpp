#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/frame.hpp"
#include "core/message.hpp"

namespace fishtank::server_mock {

/// The conversations and their histories. Lists go from the newest to the oldest and are paged by a
/// time stamp; the stamps given here never repeat, so a page never skips or repeats a row. What is
/// remembered is bounded; then the oldest conversation is forgotten, with its history.
class Chats {
 public:
  /// A history is remembered back to this many messages.
  static constexpr std::size_t kHistoryLength = 100;

  /// So many conversations of one user are remembered, and so many bytes of all.
  static constexpr std::size_t kMostConversations = 10'000;
  static constexpr std::size_t kMostBytes = 64 * 1024 * 1024;

  /// What a conversation and a message count besides its text.
  static constexpr std::size_t kConversationCost = 512;
  static constexpr std::size_t kMessageCost = 256;

  /// A page has at most this many rows, whatever was asked for.
  static constexpr std::int64_t kPageLimit = 100;

  /// The conversation of the two, created at `wall_ms` if they have none. In whichever order they
  /// are named: idempotent per pair (protocol.md 3).
  core::ConversationId open(const core::NewConversation& pair, std::int64_t wall_ms);

  /// The same for a conversation whose name is given from outside. A known name stays as it is.
  void adopt(const core::ConversationId& conversation, const core::NewConversation& pair,
             std::int64_t wall_ms);

  /// Adds a message to the history of a conversation that was opened or adopted.
  void record(const core::ConversationId& conversation, core::HistoryEntry entry,
              std::int64_t wall_ms);

  /// The answer to a text that a client sent.
  struct Accepted {
    core::TextAccepted answer;
    bool is_new = true;  ///< false: the same text had come before
  };

  /// Adds a client's text to the history of its conversation, which is adopted if it is unknown. A
  /// uuid that the history already has from the same sender is the same text again: nothing is
  /// added, and the answer is the one of the first time.
  Accepted accept(const core::OutgoingText& text, std::int64_t wall_ms);

  /// A fresh message id.
  core::MessageId next_message_id();

  /// The user's conversations before `before_ms`, at most `limit` of them.
  core::ConversationPage conversations(const core::UserId& user, std::int64_t before_ms,
                                       std::int64_t limit) const;

  /// The conversation's messages before `before_ms`, at most `limit` of them. Empty for an unknown
  /// one.
  core::HistoryPage history(const core::ConversationId& conversation, std::int64_t before_ms,
                            std::int64_t limit) const;

  bool operator==(const Chats&) const = default;

 private:
  struct Message {
    std::int64_t stamp_ms = 0;
    core::HistoryEntry entry;
    std::string uuid;           ///< its client's name for it; empty: none
    core::TextAccepted answer;  ///< to the client that sent it

    bool operator==(const Message&) const = default;
  };
  struct Conversation {
    core::ConversationSummary summary;
    std::vector<Message> history;  ///< oldest first

    bool operator==(const Conversation&) const = default;
  };
  using Pair = std::pair<core::UserId, core::UserId>;  ///< the lesser id first

  void add(const core::ConversationId& conversation, Message message);
  void list(const core::UserId& user, const core::ConversationId& conversation);
  void make_room();
  void forget(core::ConversationId conversation);
  static std::size_t cost(const Message& message);
  std::int64_t stamp(std::int64_t wall_ms);

  std::int64_t last_stamp_ms_ = 0;
  std::uint64_t opened_ = 0;
  std::uint64_t messages_ = 0;
  std::map<core::ConversationId, Conversation> conversations_;
  std::map<Pair, core::ConversationId> by_pair_;
  std::map<core::UserId, std::vector<core::ConversationId>> by_user_;  ///< oldest first
  std::map<std::int64_t, core::ConversationId> by_age_;                ///< by created_ms
  std::size_t bytes_ = 0;                                              ///< of all conversations
};

}  // namespace fishtank::server_mock
