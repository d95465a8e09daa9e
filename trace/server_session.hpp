#pragma once

#include <cstdint>

#include "trace/record.hpp"

namespace fishtank::trace {

/// Whether the server holds a registered session of a client, from the server's records. The latest
/// connection that it accepted counts; what comes late of an older one does not.
class ServerSession {
 public:
  static constexpr KindSet kSees =
      kinds(RecordKind::server_accepted, RecordKind::server_registered, RecordKind::server_refused,
            RecordKind::server_gone, RecordKind::server_kicked, RecordKind::server_closed);

  void see(const Record& record) {
    if (record.kind == RecordKind::server_accepted) {
      session_ = record.a;
      held_ = Held::never;
      return;
    }
    if (record.a != session_) return;
    switch (record.kind) {
      case RecordKind::server_registered: held_ = Held::yes; return;
      case RecordKind::server_refused: held_ = Held::refused; return;
      case RecordKind::server_kicked: held_ = Held::kicked; return;
      case RecordKind::server_gone:
      case RecordKind::server_closed:
        if (held()) held_ = Held::over;
        return;
      default: return;
    }
  }

  bool held() const { return held_ == Held::yes; }

  /// There was one, and it has ended: what still comes in was on its way.
  bool over() const { return held_ == Held::over; }

 private:
  /// After a kick the server goes on answering, so what comes in proves nothing.
  enum class Held : std::uint8_t { never, yes, refused, kicked, over };

  std::uint64_t session_ = 0;
  Held held_ = Held::never;
};

}  // namespace fishtank::trace
