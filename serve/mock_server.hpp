#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "live/server_host.hpp"
#include "serve/visitor_book.hpp"

namespace fishtank::serve {

/// The server, whose pushes go to whoever has registered.
class MockServer final : public live::ServerHost {
 public:
  MockServer(net::Loop& loop, live::Driver& driver, const net::ServerOptions& options,
             stage::Tank& tank, live::Visitors& visitors, const VisitorBook& book)
      : live::ServerHost(loop, driver, options, tank, visitors), book_(book) {}

  void push(std::uint32_t, const core::UserId&, std::vector<core::PushItem> messages,
            Instant now) override {
    if (book_.registered_users().empty()) return waiting_.push_back(std::move(messages));
    for (const auto& [user, visitor] : book_.registered_users()) {
      live::ServerHost::push(visitor, user, messages, now);
    }
  }

  void withheld(const server_mock::Withheld& effect, Instant now) override {
    trace::Record record{.a = static_cast<std::uint64_t>(effect.session),
                         .kind = trace::RecordKind::server_withheld,
                         .detail = trace::frame_detail(effect.kind, false)};
    tank().write(record, now, client_of(effect.session), static_cast<stage::FaultId>(effect.fault));
  }

  /// Somebody has registered: what waited for that goes out.
  void push_waiting(Instant now) {
    for (auto& messages : std::exchange(waiting_, {})) push(0, {}, std::move(messages), now);
  }

 private:
  const VisitorBook& book_;
  std::vector<std::vector<core::PushItem>> waiting_;
};

}  // namespace fishtank::serve
