#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <rapidcheck/state.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <vector>

#include "tests/server_mock/bench.hpp"

/// Custody as a model: whatever happens, a message that was accepted is acknowledged or still kept;
/// it is sent again exactly when it must be, and never after its acknowledgement.
namespace fishtank::server_mock::test {
namespace {

constexpr FaultId kFault{1};

/// What a reader of server.hpp expects. A push goes by its number, 1 for the first.
struct Custody {
  int submitted = 0;
  std::vector<int> kept;    ///< accepted and not acknowledged, oldest first
  std::set<int> in_flight;  ///< of those: sent in the present connection
  std::set<int> ever_sent;
  bool connected = false;
  int silences = 0;

  /// Sends what is to be sent.
  void deliver() {
    if (!connected || silences > 0) return;
    in_flight.insert(kept.begin(), kept.end());
    ever_sent.insert(kept.begin(), kept.end());
  }
  void disconnect() {
    connected = false;
    in_flight.clear();
  }
  void acknowledge(int push) {
    std::erase(kept, push);
    in_flight.erase(push);
  }
};

/// The server, and what a client must remember to acknowledge.
struct Tank {
  Bench bench;
  SessionId session{};
  std::map<int, core::Mid> mids;  ///< of the last sending of each push
  core::Mid last_acknowledged = "00000000 0";
};

/// Does one thing to model and server and compares what the server sends and keeps.
struct Step : rc::state::Command<Custody, Tank> {
  virtual Effects act(const Custody& before, Tank& tank) const = 0;

  void run(const Custody& before, Tank& tank) const override {
    Custody after = before;
    apply(after);
    const Effects effects = act(before, tank);

    std::vector<int> expected;
    std::set_difference(after.in_flight.begin(), after.in_flight.end(), before.in_flight.begin(),
                        before.in_flight.end(), std::back_inserter(expected));
    std::vector<int> sent;
    for (const PushSent& one : all<PushSent>(effects)) {
      sent.push_back(static_cast<int>(one.push));
      RC_ASSERT(one.redelivery == before.ever_sent.contains(sent.back()));
      RC_ASSERT(one.session == tank.session);
    }
    RC_ASSERT(sent == expected);
    RC_ASSERT(tank.bench.server.pending_pushes(kSeller) == after.kept.size());

    const auto pushes = frames<core::Push>(effects);
    RC_ASSERT(pushes.size() == sent.size());
    for (std::size_t place = 0; place < sent.size(); ++place) {
      tank.mids[sent[place]] = pushes[place].mid;
    }
  }
};

struct Submit : Step {
  void apply(Custody& model) const override {
    model.kept.push_back(++model.submitted);
    model.deliver();
  }
  Effects act(const Custody&, Tank& tank) const override { return tank.bench.push(kSeller); }
  void show(std::ostream& out) const override { out << "submit"; }
};

struct Connect : Step {
  void checkPreconditions(const Custody& model) const override { RC_PRE(!model.connected); }
  void apply(Custody& model) const override {
    model.connected = true;
    model.deliver();
  }
  Effects act(const Custody&, Tank& tank) const override {
    tank.session = tank.bench.registered(kSeller);
    return tank.bench.ack_diff(tank.session);
  }
  void show(std::ostream& out) const override { out << "connect"; }
};

struct Drop : Step {
  void checkPreconditions(const Custody& model) const override { RC_PRE(model.connected); }
  void apply(Custody& model) const override { model.disconnect(); }
  Effects act(const Custody&, Tank& tank) const override {
    return tank.bench.handle(Gone{tank.session});
  }
  void show(std::ostream& out) const override { out << "drop"; }
};

struct RestartServer : Step {
  void apply(Custody& model) const override { model.disconnect(); }
  Effects act(const Custody&, Tank& tank) const override {
    return tank.bench.command(Restart{kFault});
  }
  void show(std::ostream& out) const override { out << "restart"; }
};

struct Acknowledge : Step {
  explicit Acknowledge(const Custody& model) {
    if (!model.in_flight.empty()) push = *rc::gen::elementOf(model.in_flight);
  }
  void checkPreconditions(const Custody& model) const override {
    RC_PRE(model.in_flight.contains(push));
  }
  void apply(Custody& model) const override { model.acknowledge(push); }
  Effects act(const Custody&, Tank& tank) const override {
    tank.last_acknowledged = tank.mids.at(push);
    const Effects effects = tank.bench.acknowledge(tank.session, tank.last_acknowledged);
    const auto acknowledged = all<PushAcknowledged>(effects);
    RC_ASSERT(acknowledged.size() == 1U);
    RC_ASSERT(static_cast<int>(acknowledged[0].push) == push);
    return effects;
  }
  void show(std::ostream& out) const override { out << "acknowledge " << push; }

  int push = 0;
};

struct AcknowledgeAgain : Step {
  void checkPreconditions(const Custody& model) const override { RC_PRE(model.connected); }
  Effects act(const Custody&, Tank& tank) const override {
    const Effects effects = tank.bench.acknowledge(tank.session, tank.last_acknowledged);
    RC_ASSERT(effects.empty());
    return effects;
  }
  void show(std::ostream& out) const override { out << "acknowledge again"; }
};

struct Silence : Step {
  void apply(Custody& model) const override { ++model.silences; }
  Effects act(const Custody&, Tank& tank) const override {
    return tank.bench.begin(kFault, DataSilence{});
  }
  void show(std::ostream& out) const override { out << "silence"; }
};

struct Heal : Step {
  void checkPreconditions(const Custody& model) const override { RC_PRE(model.silences > 0); }
  void apply(Custody& model) const override {
    --model.silences;
    model.deliver();
  }
  Effects act(const Custody&, Tank& tank) const override {
    return tank.bench.end(kFault, DataSilence{});
  }
  void show(std::ostream& out) const override { out << "heal"; }
};

RC_GTEST_PROP(Custody, NoMessageIsLostAndNoneIsSentAgainWithoutNeed, ()) {
  Tank tank;
  rc::state::check(
      Custody{}, tank,
      rc::state::gen::execOneOfWithArgs<Submit, Connect, Drop, RestartServer, Acknowledge,
                                        AcknowledgeAgain, Silence, Heal>());
}

}  // namespace
}  // namespace fishtank::server_mock::test
