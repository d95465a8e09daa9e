#include "serve/control.hpp"

#include <fmt/core.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "plan/node.hpp"
#include "plan/scenario.hpp"
#include "serve/limits.hpp"

namespace fishtank::serve {

namespace {

using nlohmann::json;

constexpr std::string_view kHelp = R"(Fishtank's control interface. Bodies and answers are JSON.

  GET    /healthz         whether it serves
  GET    /metrics         numbers in Prometheus's text form
  GET    /state           visitors, their sessions, findings
  GET    /trace?last=N    the last N lines of the trace (100)
  GET    /faults          the faults at work, with their numbers
  POST   /faults          {"fault": "ping_silence", "for": "30s"}: begins one; answers its number
  DELETE /faults/N        ends it
  DELETE /faults          ends all
  POST   /push            {"from": "buyer", "text": "hi"}: a message for whoever has registered
  POST   /kick            {"path": "kickout"}: kicks every session
  POST   /stop            ends the server, with its verdict
)";

net::HttpResponse text(int status, std::string body, std::string type = "text/plain") {
  net::HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", std::move(type)}};
  response.body = std::move(body);
  return response;
}

net::HttpResponse ok(const json& body) { return text(200, body.dump() + "\n", "application/json"); }

/// `why` may quote what was sent, and cut it inside a character.
net::HttpResponse wrong(int status, const std::string& why) {
  const json body{{"error", why}};
  return text(status, body.dump(-1, ' ', false, json::error_handler_t::replace) + "\n",
              "application/json");
}

std::optional<std::uint32_t> number_of(std::string_view digits) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

/// A JSON object no deeper than a scenario may be: json::dump() is recursive.
std::optional<json> object_in(std::string_view text) {
  bool is_too_deep = false;
  const auto look = [&is_too_deep](int depth, json::parse_event_t, const json&) {
    is_too_deep = is_too_deep || depth > static_cast<int>(plan::kDeepest);
    return !is_too_deep;
  };
  json read = json::parse(text, look, false);
  if (is_too_deep || !read.is_object()) return std::nullopt;
  return read;
}

/// {"push": body}, {"fault": "kick", ...body}: the body has to be an object or empty.
std::optional<json> object_of(const std::string& body) {
  return body.empty() ? json::object() : object_in(body);
}

}  // namespace

std::variant<plan::Event, std::string> read_event(std::string_view text,
                                                  const plan::Vocabulary& vocabulary) {
  std::optional<json> line = object_in(text);
  if (!line) return "the body must be a JSON object, as {\"fault\": \"drop\"}";
  if (line->contains("at")) return "`at`: a command happens now; leave it out";
  (*line)["at"] = "0s";
  // JSON is YAML: the words, their checks and the hints are those of scenario files.
  const std::string scenario =
      "name: control\nduration: 8784h\ntimeline:\n  - " + line->dump() + "\n";
  const plan::Loaded loaded = plan::load(scenario, "the request's body", vocabulary);
  if (const auto* mistakes = std::get_if<plan::Diagnostics>(&loaded)) {
    const plan::Diagnostic& first = mistakes->front();
    return first.help.empty() ? first.message : first.message + "; " + first.help;
  }
  return std::get<plan::ScenarioFile>(loaded).variants.front().plan.timeline.front();
}

Control::Control(net::Loop& loop, std::uint16_t port, Desk& desk,
                 const plan::Vocabulary& vocabulary)
    : desk_(desk),
      vocabulary_(vocabulary),
      endpoint_(
          loop,
          [&] {
            net::ServerOptions options;
            options.port = port;
            options.limits.connections = kMostControlConnections;
            return options;
          }(),
          *this) {}

void Control::request(const net::HttpRequest& request, net::Respond respond) {
  respond(answer(request));
}

net::HttpResponse Control::answer(const net::HttpRequest& request) {
  const std::string_view target = request.target;
  const std::string_view path = target.substr(0, target.find('?'));
  if (request.method == "POST") return post(path, request.body);
  if (request.method == "DELETE" && path == "/faults") {
    desk_.heal_all();
    return ok({{"healed", "all"}});
  }
  if (request.method == "DELETE" && path.starts_with("/faults/")) {
    const auto number = number_of(path.substr(std::string_view("/faults/").size()));
    if (number && desk_.heal(*number)) return ok({{"healed", *number}});
    return wrong(404, "no such fault is at work; GET /faults lists those that are");
  }
  if (request.method != "GET") return wrong(405, "GET, POST or DELETE; GET / lists what there is");
  if (path == "/") return text(200, std::string(kHelp));
  if (path == "/healthz") return ok({{"status", "ok"}});
  if (path == "/metrics") return text(200, desk_.metrics(), "text/plain; version=0.0.4");
  if (path == "/state") return text(200, desk_.state() + "\n", "application/json");
  if (path == "/faults") {
    json list = json::array();
    for (const Desk::AtWork& one : desk_.at_work()) {
      list.push_back({{"number", one.number}, {"fault", one.fault}});
    }
    return ok(list);
  }
  if (path == "/trace") {
    constexpr std::string_view kLast = "?last=";
    const std::string_view query = target.substr(path.size());
    const auto lines = query.empty()              ? std::optional<std::uint32_t>(100)
                       : query.starts_with(kLast) ? number_of(query.substr(kLast.size()))
                                                  : std::nullopt;
    if (!lines) return wrong(400, "/trace?last=N takes a number");
    return text(200, desk_.last_trace(*lines) + "\n", "application/json");
  }
  return wrong(404, "there is no such page; GET / lists what there is");
}

net::HttpResponse Control::post(std::string_view path, const std::string& body) {
  if (path == "/faults") return inject(body);
  if (path == "/stop") {
    desk_.stop();
    return ok({{"status", "stopping"}});
  }
  if (path != "/push" && path != "/kick") {
    return wrong(404, "there is nothing to post to there; GET / lists what there is");
  }
  auto object = object_of(body);
  if (!object) return wrong(400, "the body must be a JSON object");
  if (path == "/push") return inject(json{{"push", *object}}.dump());
  if (object->contains("fault")) return wrong(400, "`fault`: leave it out, or POST /faults");
  (*object)["fault"] = "kick";
  return inject(object->dump());
}

net::HttpResponse Control::inject(std::string_view text) {
  auto event = read_event(text, vocabulary_);
  if (const auto* why = std::get_if<std::string>(&event)) return wrong(400, *why);
  const auto number = desk_.inject(std::move(std::get<plan::Event>(event)));
  if (!number) return wrong(503, "so many commands came already that they cannot be numbered");
  return ok({{"number", *number}});
}

}  // namespace fishtank::serve
