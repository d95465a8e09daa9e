#include "serve/mock_server.hpp"

#include <utility>

namespace fishtank::serve {

void MockServer::push(std::uint32_t, const core::UserId&, stage::Package package, Instant now) {
  if (book_.registered_users().empty()) return waiting_.push_back(std::move(package));
  for (const auto& [user, visitor] : book_.registered_users()) {
    live::ServerHost::push(visitor, user, package, now);
  }
}

void MockServer::push_waiting(Instant now) {
  for (stage::Package& package : std::exchange(waiting_, {})) push(0, {}, std::move(package), now);
}

void MockServer::withheld(const server_mock::Withheld& effect, Instant now) {
  trace::Record record{.a = static_cast<std::uint64_t>(effect.session),
                       .kind = trace::RecordKind::server_withheld,
                       .detail = trace::frame_detail(effect.kind, false)};
  tank().write(record, now, client_of(effect.session), static_cast<stage::FaultId>(effect.fault));
}

}  // namespace fishtank::serve
