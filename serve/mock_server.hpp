#pragma once

#include <cstdint>
#include <vector>

#include "live/server_host.hpp"
#include "serve/visitor_book.hpp"

namespace fishtank::serve {

/// The mock server on a real port, for whoever comes: a push of the timeline goes to each user that
/// has registered, and waits for the first one if nobody has.
class MockServer final : public live::ServerHost {
 public:
  /// As live::ServerHost; the book outlives it.
  MockServer(net::Loop& loop, live::Driver& driver, const net::ServerOptions& options,
             stage::Tank& tank, live::Visitors& visitors, const VisitorBook& book)
      : live::ServerHost(loop, driver, options, tank, visitors), book_(book) {}

  /// Somebody has registered: what waited for that goes out.
  void push_waiting(Instant now);

  // stage::ServerHost
  void push(std::uint32_t client, const core::UserId& user, stage::Package package,
            Instant now) override;
  void withheld(const server_mock::Withheld& effect, Instant now) override;

 private:
  const VisitorBook& book_;
  std::vector<stage::Package> waiting_;
};

}  // namespace fishtank::serve
