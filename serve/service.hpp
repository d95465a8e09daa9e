#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "live/driver.hpp"
#include "net/fault_proxy.hpp"
#include "net/loop.hpp"
#include "net/web_socket_server.hpp"
#include "onlooker/expected.hpp"
#include "plan/plan.hpp"
#include "plan/vocabulary.hpp"
#include "serve/judge.hpp"
#include "serve/log.hpp"

namespace fishtank::serve {

struct Options {
  net::FaultProxy::Place place;      ///< where clients find it
  std::uint16_t control_port = 0;    ///< of 127.0.0.1; 0: a free one
  std::optional<net::TlsFiles> tls;  ///< wss and https
  net::ServerLimits limits;
  bool direct = false;  ///< no proxy in front: faults of the path do nothing, and
                        ///< thousands of connections cost a third
  Duration ping_interval = core::seconds(10);  ///< WebSocket Pings to each connection; 0: none
  onlooker::Expected expected;                 ///< of the clients
  Detail detail = Detail::important;           ///< of the log
  std::optional<Duration> lasts;               ///< since the first client came; none: until stop()
  std::function<void(const std::string& line)> log;    ///< for the person who watches
  std::function<void(const std::string& json)> trace;  ///< every record; empty: nobody wants them
};

/// The mock server for anybody's client, with the timeline of a plan, which begins when the first
/// client comes. All faults concern whoever is there: a plan with several clients says by `clients`
/// whom it means of its own, and that is not known of strangers.
class Service {
 public:
  /// Listens at once and serves when the loop runs; `done` is called once, after stop(), or when
  /// its time is over. std::system_error: a port cannot be had.
  Service(net::Loop& loop, plan::Plan plan, const plan::Vocabulary& vocabulary, Options options,
          std::function<void(Verdict)> done);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  std::uint16_t port() const;
  std::uint16_t control_port() const;

  /// Accepts nobody any more, tells everybody that it goes (1001), and ends.
  void stop();

 private:
  class Implementation;
  std::unique_ptr<live::Driver> driver_;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace fishtank::serve
