#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "net/loop.hpp"

namespace fishtank::net {

/// What one direction of a proxied connection has read and not written yet: pieces in the order in
/// which they were read, each with the moment from which on it may be written.
class ProxyQueue {
 public:
  /// Bytes that may wait. Each piece counts kPieceCost more, or a peer that sends one byte at a
  /// time would make a small limit a large one.
  static constexpr std::size_t kLimit = 256 * 1024;
  static constexpr std::size_t kPieceCost = 64;

  /// No bytes: the end of the stream, the last piece.
  void push(TimePoint at, std::string_view bytes);

  bool empty() const { return pieces_.empty(); }

  /// How many bytes may be pushed now.
  std::size_t room() const {
    const std::size_t cost = bytes_ + kPieceCost * pieces_.size();
    return cost < kLimit ? kLimit - cost : 0;
  }

  // Of the piece in front; not for an empty queue.
  TimePoint due() const { return pieces_.front().at; }
  bool ends_stream() const { return pieces_.front().bytes.empty(); }

  /// Of the piece in front, what is left of it.
  std::string_view bytes() const;

  /// `written` bytes of the piece in front are gone. It leaves with its last one, and the end of
  /// the stream with take(0).
  void take(std::size_t written);

  /// Whatever waits may be written then at the latest. False: it may anyway.
  bool hasten(TimePoint latest);

  void clear();

 private:
  struct Piece {
    TimePoint at;
    std::string bytes;
  };

  std::deque<Piece> pieces_;
  std::size_t taken_ = 0;  ///< of the piece in front
  std::size_t bytes_ = 0;  ///< that wait, in all pieces
};

}  // namespace fishtank::net
