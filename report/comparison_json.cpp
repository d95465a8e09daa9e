#include <nlohmann/json.hpp>

#include "report/comparison.hpp"

namespace fishtank::report {

namespace {

using Json = nlohmann::ordered_json;

Json of(const explore::Spread& spread, plan::ValueKind unit) {
  const std::string suffix = unit == plan::ValueKind::duration ? "_ns" : "";
  Json json{{"count", spread.count}, {"never", spread.never}, {"sum" + suffix, spread.sum}};
  const auto add = [&](const char* name, const std::optional<std::int64_t>& value) {
    if (!value) return;
    json[name + suffix] = *value == explore::kNever ? Json(nullptr) : Json(*value);
  };
  add("p50", spread.p50);
  add("p99", spread.p99);
  add("max", spread.max);
  return json;
}

Json of(const explore::Row& row) {
  Json json{{"fault", printable(row.trouble)},
            {"profile", printable(row.subject)},
            {"clients", row.clients},
            {"not_back", row.not_back},
            {"unnoticed", row.unnoticed},
            {"untouched", row.untouched},
            {"worst_seed", static_cast<std::uint64_t>(row.worst)}};
  for (const explore::MeasureInfo& info : explore::measures()) {
    json[std::string(info.name)] = of(row.of(info.measure), info.unit);
  }
  return json;
}

}  // namespace

std::string json(const explore::Comparison& comparison) {
  Json rows = Json::array();
  for (const explore::Row& row : comparison.rows) rows.push_back(of(row));
  const Json all{{"fishtank_comparison", 1},
                 {"seeds",
                  {static_cast<std::uint64_t>(comparison.seeds.front()),
                   static_cast<std::uint64_t>(comparison.seeds.back())}},
                 {"clients", comparison.setup.clients},
                 {"rows", std::move(rows)}};
  return all.dump(2) + '\n';
}

}  // namespace fishtank::report
