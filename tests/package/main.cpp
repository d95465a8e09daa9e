#include <cstdio>

#include "core/state.hpp"
#include "core/time.hpp"
#include "sim/run.hpp"

/// Runs one client against the mock server for a minute of virtual time.
int main() {
  namespace core = fishtank::core;
  namespace trace = fishtank::trace;

  fishtank::plan::Plan plan;
  plan.name = "outside";
  plan.duration = core::minutes(1);
  plan.clients.emplace_back();

  const trace::Trace run = fishtank::sim::run(plan, {.keep = trace::Keep::all});
  for (const trace::Record& record : run.kept) {
    if (record.kind != trace::RecordKind::state_changed) continue;
    if (trace::state_to(record) != core::State::connected) continue;
    const auto after = core::duration_cast<core::milliseconds>(record.at - core::kStart);
    std::printf("%s after %lld ms; fingerprint %s\n",
                std::string(core::name(core::State::connected)).c_str(),
                static_cast<long long>(after.count()), to_text(run.fingerprint).c_str());
    return 0;
  }
  std::puts("never connected");
  return 1;
}
