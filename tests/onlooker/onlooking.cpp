#include "tests/onlooker/onlooking.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <utility>

#include "plan/profiles.hpp"
#include "plan/scenario.hpp"
#include "sim/run.hpp"
#include "tests/helpers/source_tree.hpp"
#include "trace/vocabulary.hpp"

namespace fishtank::tests {

using core::Instant;
using trace::Record;
using trace::RecordKind;

namespace {

bool is_of_the_server(RecordKind kind) {
  return (kind >= RecordKind::server_accepted && kind <= RecordKind::fault_ended);
}

bool is_app_ping(const Record& record) {
  return record.kind == RecordKind::received &&
         trace::frame_kind(record.detail) == core::FrameKind::app_ping;
}

/// The connections of a run: when the client opened each and when it let go of it.
class Connections {
 public:
  struct Connection {
    std::uint32_t client = 0;
    std::uint64_t session = 0;
    Instant from{};
    Instant until = core::kNever;
  };

  void see(const Record& record) {
    switch (record.kind) {
      case RecordKind::server_accepted:
        open_[record.client] = all_.size();
        all_.push_back({.client = record.client, .session = record.a, .from = record.at});
        return;
      case RecordKind::closed:
      case RecordKind::open_failed:
      case RecordKind::close_transport:
      case RecordKind::abort_transport:
      case RecordKind::server_gone:
      case RecordKind::server_closed: {
        const auto open = open_.find(record.client);
        if (open != open_.end()) {
          all_[open->second].until = std::min(all_[open->second].until, record.at);
        }
        return;
      }
      default: return;
    }
  }

  const std::vector<Connection>& all() const { return all_; }

  /// That client's latest.
  std::uint64_t session_of(std::uint32_t client) const { return all_[open_.at(client)].session; }

 private:
  std::vector<Connection> all_;
  std::map<std::uint32_t, std::size_t> open_;
};

}  // namespace

std::vector<plan::Plan> plans_of(std::string_view scenario) {
  const auto path = source_root() / "scenarios" / (std::string(scenario) + ".yaml");
  const plan::Loaded loaded = plan::load_file(path, trace::vocabulary());
  if (const auto* mistakes = std::get_if<plan::Diagnostics>(&loaded)) {
    ADD_FAILURE() << plan::print(*mistakes);
    return {};
  }
  std::vector<plan::Plan> plans;
  for (plan::Case& one : plan::expand(std::get<plan::ScenarioFile>(loaded))) {
    plans.push_back(std::move(one.plan));
  }
  return plans;
}

plan::Plan with_profile(plan::Plan plan, std::string_view profile) {
  for (plan::Client& client : plan.clients) {
    client.profile = profile;
    client.policy = policy_of(profile);
  }
  return plan;
}

std::vector<Record> server_records(const plan::Plan& plan, bool pings) {
  const trace::Trace trace = sim::run(plan, {.keep = trace::Keep::all});
  std::vector<Record> records;
  Connections connections;
  for (const Record& record : trace.kept) {
    if (is_of_the_server(record.kind)) records.push_back(record);
    connections.see(record);
    if (is_app_ping(record)) {  // the simulator's server does not write down that it sends one
      records.push_back({.at = record.at,
                         .a = connections.session_of(record.client),
                         .client = record.client,
                         .kind = RecordKind::server_app_ping});
    }
  }
  if (!pings) return records;
  const Instant end = core::kStart + plan.duration;
  for (const auto& one : connections.all()) {
    for (Instant at = one.from + core::seconds(10); at < std::min(one.until, end);
         at += core::seconds(10)) {
      for (const RecordKind kind : {RecordKind::server_ping, RecordKind::server_pong}) {
        records.push_back({.at = at, .a = one.session, .client = one.client, .kind = kind});
      }
    }
  }
  std::ranges::stable_sort(records, {}, &Record::at);
  return records;
}

std::vector<onlooker::Finding> findings(const plan::Plan& plan, const core::Policy& policy,
                                        Trust trust) {
  onlooker::Expected expected = onlooker::expected_of(policy);
  expected.open_means_alive = trust == Trust::in_open_connections;
  onlooker::Onlooker onlooker(expected, plan.timeline);
  for (const Record& record : server_records(plan, !expected.open_means_alive)) {
    // As a server's loop does: whatever is due before the record is looked at before it.
    while (onlooker.next_deadline() < record.at) onlooker.tick(onlooker.next_deadline());
    onlooker.see(record);
  }
  onlooker.finish(core::kStart + plan.duration);
  return {onlooker.findings().begin(), onlooker.findings().end()};
}

const core::Policy& policy_of(std::string_view profile) {
  return plan::find_profile(profile)->policy;
}

std::set<std::string> checks_of(const std::vector<onlooker::Finding>& findings) {
  std::set<std::string> names;
  for (const onlooker::Finding& finding : findings) names.insert(std::string(finding.check));
  return names;
}

}  // namespace fishtank::tests
