#include <nlohmann/json.hpp>

#include "report/rarities.hpp"
#include "report/report.hpp"

namespace fishtank::report {

namespace {

using Json = nlohmann::ordered_json;

Json of(const trace::Failure& failure) {
  Json json;
  if (failure.mark.line != 0) {
    json["line"] = failure.mark.line;
    json["column"] = failure.mark.column;
  }
  json["expectation"] = failure.expectation;
  json["expected"] = failure.expected;
  json["happened"] = failure.happened;
  if (failure.at) json["at_ns"] = failure.at->time_since_epoch().count();
  return json;
}

Json of(std::span<const Measured> metrics) {
  Json json = Json::object();
  for (const Measured& measured : metrics) json[name_with_unit(measured)] = measured.value;
  return json;
}

Json of(std::span<const trace::Watched> watched) {
  Json json = Json::object();
  for (const trace::Watched& line : watched) {
    Json& entry = json[name_with_unit(*line.spec)];
    if (line.value) entry["value"] = *line.value;
    entry["judgement"] = trace::name(line.judgement);
  }
  return json;
}

Json names_of(trace::SituationSet situations) {
  Json names = Json::array();
  for (std::size_t index = 0; index < trace::situations().size(); ++index) {
    if (trace::contains(situations, index)) names.push_back(trace::situations()[index].name);
  }
  return names;
}

Json of(std::span<const Rarity> rarities) {
  Json json = Json::object();
  for (const Rarity& rarity : rarities) {
    Json& entry = json[std::string(rarity.situation->name)];
    entry["cases"] = rarity.cases;
    if (rarity.example != nullptr) entry["command"] = printable(rarity.example->command);
  }
  return json;
}

Json of(const CaseResult& result) {
  Json failures = Json::array();
  for (const trace::Failure& failure : result.failures) failures.push_back(of(failure));
  return {{"file", printable(result.file)},
          {"scenario", result.scenario},
          {"case", result.label},
          {"passed", result.passed()},
          {"fingerprint", to_text(result.fingerprint)},
          {"records", result.records},
          {"simulated_ns", result.simulated.count()},
          {"command", printable(result.command)},
          {"failures", std::move(failures)},
          {"metrics", of(result.metrics)},
          {"watch_list", of(result.watched)},
          {"sometimes", names_of(result.situations)}};
}

}  // namespace

std::string json(const SuiteResult& suite) {
  const Totals sum = totals(suite.cases);
  Json cases = Json::array();
  for (const CaseResult& one : suite.cases) cases.push_back(of(one));
  Json unusable = Json::array();
  for (const std::string& file : suite.unusable) unusable.push_back(printable(file));
  const Json all{{"fishtank_report", 1},
                 {"fingerprint", to_text(fingerprint(suite))},
                 {"scenarios", sum.scenarios},
                 {"passed", sum.cases - sum.failed},
                 {"failed", sum.failed},
                 {"simulated_ns", sum.simulated.count()},
                 {"unusable", std::move(unusable)},
                 {"metrics", of(suite.metrics)},
                 {"watch_list", of(suite.watched)},
                 {"sometimes", of(rarities(suite.cases))},
                 {"cases", std::move(cases)}};
  return all.dump(2) + '\n';
}

}  // namespace fishtank::report
