#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "net/web_socket_server.hpp"
#include "plan/plan.hpp"
#include "plan/vocabulary.hpp"

namespace fishtank::serve {

/// What the control interface may ask of the service.
class Desk {
 public:
  virtual ~Desk() = default;

  /// A line of a timeline happens now; gives its number, by which it can be healed. Nothing: there
  /// were too many already.
  virtual std::optional<std::uint32_t> inject(plan::Event event) = 0;

  /// Ends one that was injected, or that the scenario began. False: it is not at work.
  virtual bool heal(std::uint32_t number) = 0;
  virtual void heal_all() = 0;

  /// Numbers of the faults at work, with what they are.
  struct AtWork {
    std::uint32_t number;
    std::string fault;
  };
  virtual std::vector<AtWork> at_work() const = 0;

  /// Visitors, sessions and findings, as JSON.
  virtual std::string state() const = 0;

  /// The last so many lines of the trace, as a JSON array.
  virtual std::string last_trace(std::size_t lines) const = 0;

  /// Numbers for Prometheus.
  virtual std::string metrics() const = 0;

  /// Drains and ends.
  virtual void stop() = 0;
};

/// Reads a line of a timeline from a control request's JSON: {"fault": "ping_silence", "for":
/// "30s"},
/// {"push": {"text": "hi"}}. The words are those of scenario files. Otherwise what is wrong with
/// it.
std::variant<plan::Event, std::string> read_event(std::string_view json,
                                                  const plan::Vocabulary& vocabulary);

/// The HTTP control interface (docs/serving.md), on a port of its own so that no fault can cut it
/// off: it stands on 127.0.0.1 whatever address the server has.
class Control final : private net::ServerHandler {
 public:
  /// std::system_error: the port cannot be had. Desk and vocabulary outlive it.
  Control(net::Loop& loop, std::uint16_t port, Desk& desk, const plan::Vocabulary& vocabulary);

  std::uint16_t port() const { return endpoint_.port(); }

 private:
  net::HttpResponse answer(const net::HttpRequest& request);
  net::HttpResponse post(std::string_view path, const std::string& body);
  net::HttpResponse inject(std::string_view json);

  // net::ServerHandler
  int upgrade(net::ConnectionId, const net::HttpRequest&) override { return 404; }
  void opened(net::ConnectionId) override {}
  void received(net::ConnectionId, std::string_view) override {}
  bool ping(net::ConnectionId) override { return true; }
  void pong(net::ConnectionId) override {}
  void closed(net::ConnectionId, const net::Ending&) override {}
  void request(const net::HttpRequest& request, net::Respond respond) override;
  void shed(net::Shed, const std::string&) override {}

  Desk& desk_;
  const plan::Vocabulary& vocabulary_;
  net::WebSocketServer endpoint_;
};

}  // namespace fishtank::serve
