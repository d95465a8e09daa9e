#include "server_mock/behaviour.hpp"

#include <utility>

namespace fishtank::server_mock {

namespace {

bool withhold(Treatment& treatment) { return !std::exchange(treatment.withheld, true); }

bool refuse(Treatment& treatment, std::int32_t code, std::string_view reason) {
  if (treatment.withheld) return false;
  treatment.code = code;
  treatment.reason = reason;
  return true;
}

}  // namespace

bool PingSilence::treat(Traffic traffic, Treatment& treatment) const {
  return traffic == Traffic::heartbeat_answer && withhold(treatment);
}

bool DataSilence::treat(Traffic traffic, Treatment& treatment) const {
  return traffic == Traffic::push && withhold(treatment);
}

bool Mute::treat(Traffic traffic, Treatment& treatment) const {
  return traffic != Traffic::registration && withhold(treatment);
}

bool HeartbeatError::treat(Traffic traffic, Treatment& treatment) const {
  return traffic == Traffic::heartbeat_answer && refuse(treatment, code, {});
}

bool SlowReplies::treat(Traffic traffic, Treatment& treatment) const {
  const bool is_answer = traffic == Traffic::heartbeat_answer || traffic == Traffic::other_answer;
  if (!is_answer || treatment.withheld || by <= treatment.delay) return false;
  treatment.delay = by;
  return true;
}

bool RejectRegistration::treat(Traffic traffic, Treatment& treatment) const {
  return traffic == Traffic::registration && refuse(treatment, code, reason);
}

void Behaviours::begin(Activation activation) {
  const core::UserId user = activation.user;
  active_.add(user, std::move(activation));
}

void Behaviours::end(const Activation& activation) {
  active_.remove(activation.user, [&](const Activation& one) { return one == activation; });
}

Treatment Behaviours::treat(Traffic traffic, const core::UserId& user) const {
  Treatment treatment;
  active_.visit(user, [&](const Activation& active) {
    const bool changed =
        std::visit([&](const auto& behaviour) { return behaviour.treat(traffic, treatment); },
                   active.behaviour);
    if (changed) treatment.fault = active.fault;
  });
  return treatment;
}

}  // namespace fishtank::server_mock
