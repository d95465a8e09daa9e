#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "trace/record.hpp"

namespace fishtank::trace {

/// The messages that the server took into custody for a client and that the client has neither
/// delivered nor discarded. The server lets go of a message when it is acknowledged; one that is
/// still here after that is lost.
class Custody {
 public:
  struct Message {
    std::uint64_t message = 0;
    Instant accepted_at{};
    bool released = false;  ///< acknowledged
  };

  void see(const Record& record) {
    switch (record.kind) {
      case RecordKind::push_accepted:
        messages_.push_back({.message = record.b, .accepted_at = record.at});
        return;
      case RecordKind::push_acknowledged:
        if (const auto message = find(record.b); message != messages_.end()) {
          message->released = true;
        }
        return;
      case RecordKind::deliver:
      case RecordKind::discarded:
        if (const auto message = find(record.b); message != messages_.end()) {
          messages_.erase(message);
          if (record.kind == RecordKind::deliver) ++delivered_;
        }
        return;
      default: return;
    }
  }

  /// Messages that reached the application; a second delivery of the same one does not count.
  std::uint32_t delivered() const { return delivered_; }

  /// In the order in which they were accepted.
  std::span<const Message> messages() const { return messages_; }

 private:
  /// They are settled in the order in which they came, so the search is short.
  std::vector<Message>::iterator find(std::uint64_t message) {
    return std::ranges::find(messages_, message, &Message::message);
  }

  std::vector<Message> messages_;
  std::uint32_t delivered_ = 0;
};

}  // namespace fishtank::trace
