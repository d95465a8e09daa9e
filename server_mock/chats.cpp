#include "server_mock/chats.hpp"

#include <algorithm>
#include <cassert>
#include <string>

namespace fishtank::server_mock {

namespace {

constexpr std::uint64_t kFirstConversation = 50'000'000'000U;
constexpr std::uint64_t kFirstMessage = 3'500'000'000'000U;

/// Goes through rows that are oldest first from the newest one before the cursor: hands each row of
/// the page to `add` and enters in `page` whether there are more, and where they begin.
template <typename Rows, typename Page, typename Stamp, typename Add>
void fill_page(const Rows& rows, std::int64_t before_ms, std::int64_t limit, Page& page,
               Stamp stamp, Add add) {
  page.next_cursor = before_ms;
  auto row = std::partition_point(rows.begin(), rows.end(),
                                  [&](const auto& one) { return stamp(one) < before_ms; });
  for (limit = std::min(limit, Chats::kPageLimit); limit > 0 && row != rows.begin(); --limit) {
    add(*--row);
    page.next_cursor = stamp(*row);
  }
  page.has_more = row != rows.begin();
  if (!page.has_more) page.next_cursor = 0;
}

}  // namespace

core::ConversationId Chats::open(const core::NewConversation& pair, std::int64_t wall_ms) {
  const auto known = by_pair_.find(std::minmax(pair.peer, pair.self));
  if (known != by_pair_.end()) return known->second;
  const core::ConversationId id(std::to_string(kFirstConversation + ++opened_) + "@goofish");
  adopt(id, pair, wall_ms);
  return id;
}

void Chats::adopt(const core::ConversationId& conversation, const core::NewConversation& pair,
                  std::int64_t wall_ms) {
  const auto [place, is_new] = conversations_.try_emplace(conversation);
  if (!is_new) return;
  place->second.summary = {conversation, pair.peer, pair.self, pair.item, stamp(wall_ms)};
  by_pair_.try_emplace(std::minmax(pair.peer, pair.self), conversation);
  by_age_.emplace(place->second.summary.created_ms, conversation);
  bytes_ += kConversationCost + pair.item.size();
  list(pair.self, conversation);
  if (pair.peer != pair.self) list(pair.peer, conversation);
  make_room();
}

void Chats::list(const core::UserId& user, const core::ConversationId& conversation) {
  std::vector<core::ConversationId>& own = by_user_[user];
  own.push_back(conversation);
  if (own.size() > kMostConversations) forget(own.front());
}

/// What was touched last is not the oldest, unless it is the only one.
void Chats::make_room() {
  while (bytes_ > kMostBytes && by_age_.size() > 1) forget(by_age_.begin()->second);
}

void Chats::forget(core::ConversationId conversation) {
  const auto place = conversations_.find(conversation);
  const core::ConversationSummary& summary = place->second.summary;
  for (const Message& message : place->second.history) bytes_ -= cost(message);
  bytes_ -= kConversationCost + summary.item.size();
  for (const core::UserId& user : {summary.self, summary.peer}) {
    const auto own = by_user_.find(user);
    if (own == by_user_.end()) continue;
    const auto row = std::ranges::find(own->second, conversation);
    if (row != own->second.end()) own->second.erase(row);
    if (own->second.empty()) by_user_.erase(own);
  }
  const auto pair = by_pair_.find(std::minmax(summary.peer, summary.self));
  if (pair != by_pair_.end() && pair->second == conversation) by_pair_.erase(pair);
  by_age_.erase(summary.created_ms);
  conversations_.erase(place);
}

std::size_t Chats::cost(const Message& message) {
  return kMessageCost + message.entry.text.size() + message.uuid.size();
}

void Chats::record(const core::ConversationId& conversation, core::HistoryEntry entry,
                   std::int64_t wall_ms) {
  add(conversation,
      {.stamp_ms = stamp(wall_ms), .entry = std::move(entry), .uuid = {}, .answer = {}});
}

Chats::Accepted Chats::accept(const core::OutgoingText& text, std::int64_t wall_ms) {
  adopt(text.conversation, {text.peer, text.self, {}}, wall_ms);
  for (const Message& message : conversations_.at(text.conversation).history) {
    const bool is_same = !text.uuid.empty() && message.uuid == text.uuid;
    if (is_same && message.entry.sender == text.self) return {message.answer, false};
  }
  const core::TextAccepted answer{next_message_id(), wall_ms};
  add(text.conversation, {.stamp_ms = stamp(wall_ms),
                          .entry = {text.self, std::string(text.self.view()), text.text},
                          .uuid = text.uuid,
                          .answer = answer});
  return {answer, true};
}

void Chats::add(const core::ConversationId& conversation, Message message) {
  const auto place = conversations_.find(conversation);
  assert(place != conversations_.end());
  std::vector<Message>& history = place->second.history;
  if (history.size() == kHistoryLength) {
    bytes_ -= cost(history.front());
    history.erase(history.begin());
  }
  bytes_ += cost(message);
  history.push_back(std::move(message));
  make_room();
}

core::MessageId Chats::next_message_id() {
  return core::MessageId(std::to_string(kFirstMessage + ++messages_) + ".PNM");
}

core::ConversationPage Chats::conversations(const core::UserId& user, std::int64_t before_ms,
                                            std::int64_t limit) const {
  core::ConversationPage page;
  const auto own = by_user_.find(user);
  if (own == by_user_.end()) return page;
  const auto summary = [this](const core::ConversationId& id) -> const core::ConversationSummary& {
    return conversations_.at(id).summary;
  };
  fill_page(
      own->second, before_ms, limit, page, [&](const auto& id) { return summary(id).created_ms; },
      [&](const auto& id) { page.conversations.push_back(summary(id)); });
  return page;
}

core::HistoryPage Chats::history(const core::ConversationId& conversation, std::int64_t before_ms,
                                 std::int64_t limit) const {
  core::HistoryPage page;
  const auto place = conversations_.find(conversation);
  if (place == conversations_.end()) return page;
  fill_page(
      place->second.history, before_ms, limit, page,
      [](const Message& message) { return message.stamp_ms; },
      [&](const Message& message) { page.messages.push_back(message.entry); });
  return page;
}

std::int64_t Chats::stamp(std::int64_t wall_ms) {
  last_stamp_ms_ = std::max(wall_ms, last_stamp_ms_ + 1);
  return last_stamp_ms_;
}

}  // namespace fishtank::server_mock
