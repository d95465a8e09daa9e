#include "serve/state_json.hpp"

#include <nlohmann/json.hpp>

#include "serve/printable.hpp"

namespace fishtank::serve {

std::string state_json(Instant now, std::size_t connections, const VisitorBook& book,
                       std::span<const onlooker::Finding> findings) {
  using Json = nlohmann::ordered_json;
  Json json;
  json["at_ns"] = now.time_since_epoch().count();
  json["open_connections"] = connections;
  json["visitors"] = Json::array();
  for (std::uint32_t visitor = 0; visitor < book.visitors().size(); ++visitor) {
    const VisitorBook::Visitor& one = book.visitors()[visitor];
    json["visitors"].push_back({{"name", "visitor-" + std::to_string(visitor + 1)},
                                {"user", printable(one.user.view())},
                                {"connections", one.connections}});
  }
  json["findings"] = Json::array();
  for (const onlooker::Finding& finding : findings) {
    json["findings"].push_back({{"check", std::string(finding.check)},
                                {"visitor", "visitor-" + std::to_string(finding.visitor + 1)},
                                {"at_ns", finding.at.time_since_epoch().count()},
                                {"message", finding.message}});
  }
  return json.dump();
}

}  // namespace fishtank::serve
