#include "net/fault_proxy.hpp"

#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "net/native_loop.hpp"
#include "net/proxy_connection.hpp"
#include "net/proxy_port.hpp"
#include "net/stream.hpp"
#include "net/tcp_reset.hpp"
#include "net/tcp_user_timeout.hpp"

namespace fishtank::net {

using asio::ip::tcp;

/// The rule for new connections, and the connections.
class FaultProxy::Implementation {
 public:
  Implementation(asio::io_context& context, const Place& place, std::uint16_t server_port,
                 ProxyWater& water, Limit limit)
      : context_(context),
        limit_(std::move(limit)),
        server_(asio::ip::address_v4::loopback(), server_port),
        unacknowledged_(place.unacknowledged),
        water_(water),
        port_(std::make_shared<ProxyPort>(
            context, place.address, place.port,
            [this](tcp::socket client) { accept(std::move(client)); })) {
    port_->open();
  }

  ~Implementation() {
    port_->close();
    for (const auto& connection : all()) connection->abandon();
  }

  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

  std::uint16_t port() const { return port_->port(); }

  /// For its client a connection is open before it is accepted.
  void accept_waiting() { port_->accept_waiting(); }

  void listen(Listening how) {
    port_->accept_waiting();  // they came under the old rule
    how_ = how;
    switch (how) {
      case Listening::refuse: return port_->refuse();
      case Listening::ignore: return port_->ignore();
      case Listening::forward:
      case Listening::silent:
      case Listening::garbage: return port_->open();
    }
  }

  using Connections = std::vector<std::shared_ptr<ProxyConnection>>;

  /// A copy: what is done to them may take them out of the set.
  Connections all() const { return {connections_.begin(), connections_.end()}; }

  /// Those that count.
  Connections open() const {
    Connections open;
    for (const auto& connection : connections_) {
      if (connection->is_open()) open.push_back(connection);
    }
    return open;
  }

 private:
  void accept(tcp::socket client) {
    asio::error_code gone;
    client.remote_endpoint(gone);
    if (gone) return;
    if (connections_.size() >= limit_.connections) return shed(client);
    give_up_after(client, unacknowledged_);
    const auto connection = std::make_shared<ProxyConnection>(
        context_, std::move(client), water_,
        [this](ProxyConnection& ended) { connections_.erase(ended.shared_from_this()); });
    connections_.insert(connection);
    water_.accepted();
    switch (how_) {
      case Listening::silent: return connection->swallow();
      case Listening::garbage: return connection->confuse();
      case Listening::forward:
      case Listening::refuse:
      case Listening::ignore: return connection->forward(server_);
    }
  }

  void shed(tcp::socket& client) {
    const std::string peer = peer_of(client);
    close_with_reset(client);
    if (limit_.shed) limit_.shed(peer);
  }

  asio::io_context& context_;
  Limit limit_;
  tcp::endpoint server_;
  Duration unacknowledged_;
  ProxyWater& water_;
  Listening how_ = Listening::forward;
  std::set<std::shared_ptr<ProxyConnection>> connections_;
  std::shared_ptr<ProxyPort> port_;
};

FaultProxy::FaultProxy(Loop& loop, std::uint16_t server_port, ProxyWater& water)
    : FaultProxy(loop, Place{}, server_port, water, Limit{}) {}

FaultProxy::FaultProxy(Loop& loop, const Place& place, std::uint16_t server_port, ProxyWater& water,
                       Limit limit) {
  try {
    implementation_ = std::make_shared<Implementation>(loop.native().context, place, server_port,
                                                       water, std::move(limit));
  } catch (const std::system_error& error) {
    throw std::system_error(error.code(),
                            "cannot listen on " + place.address + ":" + std::to_string(place.port));
  }
}

FaultProxy::~FaultProxy() = default;

std::uint16_t FaultProxy::port() const { return implementation_->port(); }

void FaultProxy::listen(Listening how) { implementation_->listen(how); }

void FaultProxy::water_changed() {
  for (const auto& connection : implementation_->all()) connection->water_changed();
}

std::size_t FaultProxy::reset_all() {
  implementation_->accept_waiting();
  const auto open = implementation_->open();
  for (const auto& connection : open) connection->reset();
  return open.size();
}

std::size_t FaultProxy::finish_all() {
  implementation_->accept_waiting();
  const auto open = implementation_->open();
  for (const auto& connection : open) connection->finish();
  return open.size();
}

std::size_t FaultProxy::orphan_all() {
  implementation_->accept_waiting();
  std::size_t orphaned = 0;
  for (const auto& connection : implementation_->all()) orphaned += connection->orphan() ? 1 : 0;
  return orphaned;
}

void FaultProxy::end_orphans() {
  for (const auto& connection : implementation_->all()) connection->end_orphan();
}

std::size_t FaultProxy::connections() const { return implementation_->open().size(); }

}  // namespace fishtank::net
