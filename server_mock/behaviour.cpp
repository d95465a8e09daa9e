#include "server_mock/behaviour.hpp"

#include <algorithm>
#include <utility>
#include <vector>

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

bool PongSilence::treat(Traffic traffic, Treatment& treatment) const {
  return traffic == Traffic::pong && withhold(treatment);
}

bool MalformedPush::treat(Traffic traffic, Treatment& treatment) const {
  if (traffic != Traffic::push || treatment.withheld) return false;
  treatment.malformed = how;
  return true;
}

bool DuplicatePush::treat(Traffic traffic, Treatment& treatment) const {
  const bool goes_out = traffic == Traffic::push && !treatment.withheld && !treatment.malformed;
  if (!goes_out || copies <= treatment.copies) return false;
  treatment.copies = copies;
  treatment.copies_after = after;
  return true;
}

void Behaviours::begin(Activation activation) {
  if (const auto* rate = std::get_if<AcceptRate>(&activation.behaviour)) {
    const auto shared =
        limits_.try_emplace(activation.fault, SharedLimit{RateLimit(rate->per_second), 0}).first;
    ++shared->second.activations;
  }
  const core::UserId user = activation.user;
  active_.add(user, std::move(activation));
}

void Behaviours::end(const Activation& activation) {
  if (std::holds_alternative<AcceptRate>(activation.behaviour)) {
    const auto shared = limits_.find(activation.fault);
    if (--shared->second.activations == 0) limits_.erase(shared);
  }
  active_.remove(activation.user, [&](const Activation& one) { return one == activation; });
}

bool Behaviours::at_work(const Activation& activation) const {
  bool found = false;
  active_.visit(activation.user, [&](const Activation& one) { found |= one == activation; });
  return found;
}

std::optional<FaultId> Behaviours::turns_away(const core::UserId& user, core::Instant now) {
  if (limits_.empty()) return std::nullopt;
  std::vector<FaultId> concerned;
  active_.visit(user, [&](const Activation& active) {
    const bool known =
        std::find(concerned.begin(), concerned.end(), active.fault) != concerned.end();
    const bool limits = std::holds_alternative<AcceptRate>(active.behaviour);
    if (limits && !known) concerned.push_back(active.fault);
  });
  for (const FaultId fault : concerned) {
    if (limits_.at(fault).limit.is_full(now)) return fault;
  }
  for (const FaultId fault : concerned) limits_.at(fault).limit.count(now);
  return std::nullopt;
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
