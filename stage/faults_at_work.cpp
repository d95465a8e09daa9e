#include "stage/faults_at_work.hpp"

#include <variant>

namespace fishtank::stage {

namespace {

using plan::ServerBehaviour;

/// What both directions of a beginning and an end need.
struct Work {
  const plan::Primitive& primitive;
  FaultId fault;
  Subject& client;
  ServerHost& server;
  Instant now;
};

/// While the server's process is gone, its host refuses whoever comes.
const plan::Primitive& refusal() {
  static const plan::Primitive kRefusal = plan::Answer{.with = plan::Answer::With::refuse};
  return kRefusal;
}

template <typename Primitive>
concept ActsOnPath =
    std::same_as<Primitive, plan::Hold> || std::same_as<Primitive, plan::Blackhole> ||
    std::same_as<Primitive, plan::Delay> || std::same_as<Primitive, plan::Limit> ||
    std::same_as<Primitive, plan::Lose> || std::same_as<Primitive, plan::Answer>;

template <typename Primitive>
concept ActsOnServer = std::same_as<Primitive, plan::Kick> ||
    std::same_as<Primitive, plan::AcceptRate> || std::same_as<Primitive, plan::DuplicatePushes> ||
    std::same_as<Primitive, plan::MalformPushes> || std::same_as<Primitive, plan::Flood> ||
    std::same_as<Primitive, plan::ServiceBehaviour>;

template <ActsOnPath Primitive>
void begin(const Primitive&, Work work) {
  work.client.path().put(work.fault, work.primitive);
  work.client.path_changed(work.now);
}
template <ActsOnPath Primitive>
void end(const Primitive&, Work work) {
  work.client.path().take(work.fault, work.primitive);
  work.client.path_changed(work.now);
}

void begin(const plan::Cut& cut, Work work) { work.client.cut(cut.how, work.fault, work.now); }
void end(const plan::Cut&, Work) {}

void begin(const plan::Orphan&, Work work) { work.client.orphan(work.fault, work.now); }
void end(const plan::Orphan&, Work work) { work.client.end_orphan(work.fault, work.now); }

void begin(const plan::BadFrame& frame, Work work) {
  work.client.bad_frame(frame, work.fault, work.now);
}
void end(const plan::BadFrame&, Work) {}

template <ActsOnServer Primitive>
void begin(const Primitive&, Work work) {
  work.server.begin(work.primitive, work.fault, work.client.user(), work.now);
}
template <ActsOnServer Primitive>
void end(const Primitive&, Work work) {
  work.server.end(work.primitive, work.fault, work.client.user(), work.now);
}

void begin(const ServerBehaviour& behaviour, Work work) {
  work.server.begin(work.primitive, work.fault, work.client.user(), work.now);
  if (behaviour.kind != ServerBehaviour::Kind::down) return;
  work.client.path().put(work.fault, refusal());
  work.client.path_changed(work.now);
}
void end(const ServerBehaviour& behaviour, Work work) {
  work.server.end(work.primitive, work.fault, work.client.user(), work.now);
  if (behaviour.kind != ServerBehaviour::Kind::down) return;
  work.client.path().take(work.fault, refusal());
  work.client.path_changed(work.now);
}

void begin(const plan::Freeze&, Work work) { work.client.freeze(work.fault, work.now); }
void end(const plan::Freeze&, Work work) { work.client.thaw(work.fault, work.now); }

void begin(const plan::JumpClock& jump, Work work) {
  work.client.jump_clock(jump.by, work.fault, work.now);
}
void end(const plan::JumpClock&, Work) {}

}  // namespace

void begin(const plan::Primitive& primitive, FaultId fault, Subject& client, ServerHost& server,
           Instant now) {
  const Work work{primitive, fault, client, server, now};
  std::visit([&](const auto& one) { begin(one, work); }, primitive);
}

void end(const plan::Primitive& primitive, FaultId fault, Subject& client, ServerHost& server,
         Instant now) {
  const Work work{primitive, fault, client, server, now};
  std::visit([&](const auto& one) { end(one, work); }, primitive);
}

}  // namespace fishtank::stage
