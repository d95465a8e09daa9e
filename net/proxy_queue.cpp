#include "net/proxy_queue.hpp"

namespace fishtank::net {

void ProxyQueue::push(TimePoint at, std::string_view bytes) {
  pieces_.push_back({at, std::string(bytes)});
  bytes_ += bytes.size();
}

std::string_view ProxyQueue::bytes() const {
  return std::string_view(pieces_.front().bytes).substr(taken_);
}

void ProxyQueue::take(std::size_t written) {
  taken_ += written;
  bytes_ -= written;
  if (taken_ < pieces_.front().bytes.size()) return;
  pieces_.pop_front();
  taken_ = 0;
}

bool ProxyQueue::hasten(TimePoint latest) {
  bool hastened = false;
  for (Piece& piece : pieces_) {
    if (piece.at <= latest) continue;
    piece.at = latest;
    hastened = true;
  }
  return hastened;
}

void ProxyQueue::clear() {
  pieces_.clear();
  taken_ = 0;
  bytes_ = 0;
}

}  // namespace fishtank::net
