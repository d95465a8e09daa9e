#include "stage/path.hpp"

#include <algorithm>
#include <cassert>
#include <variant>

namespace fishtank::stage {

namespace {

Flow plain(const plan::Link& link) {
  return {.latency = link.latency,
          .jitter = link.jitter,
          .bytes_per_second = link.bytes_per_second,
          .loss_ppm = link.loss_ppm};
}

void act_on(Flow& flow, FaultId fault, const plan::Hold&) { flow.held_by = fault; }
void act_on(Flow& flow, FaultId fault, const plan::Blackhole&) { flow.lost_by = fault; }

void act_on(Flow& flow, FaultId fault, const plan::Delay& delay) {
  flow.latency += delay.add;
  flow.jitter += delay.jitter;
  flow.slowed_by = fault;
}

void act_on(Flow& flow, FaultId fault, const plan::Limit& limit) {
  const bool unlimited = flow.bytes_per_second == 0;
  flow.bytes_per_second =
      unlimited ? limit.bytes_per_second : std::min(flow.bytes_per_second, limit.bytes_per_second);
  flow.slowed_by = fault;
}

/// Independent losses: what survives one must survive the other.
void act_on(Flow& flow, FaultId fault, const plan::Lose& lose) {
  constexpr std::uint64_t kMillion = 1'000'000;
  const std::uint64_t survives = (kMillion - flow.loss_ppm) * (kMillion - lose.parts_per_million);
  flow.loss_ppm = static_cast<std::uint32_t>(kMillion - survives / kMillion);
  flow.slowed_by = fault;
}

template <typename Primitive>
concept ActsOnFlow = requires(Flow& flow, const Primitive& primitive) {
  act_on(flow, kNoFault, primitive);
};

}  // namespace

Path::Path(const plan::Network& network, core::Random up, core::Random down)
    : network_(&network), random_up_(up), random_down_(down) {
  compute();
}

void Path::put(FaultId fault, const plan::Primitive& primitive) {
  put_.push_back({fault, primitive});
  compute();
}

void Path::take(FaultId fault, const plan::Primitive& primitive) {
  const auto match = std::find_if(put_.begin(), put_.end(), [&](const Put& one) {
    return one.fault == fault && one.primitive == primitive;
  });
  assert(match != put_.end() && "what is taken was put");
  put_.erase(match);
  compute();
}

std::optional<Path::Met> Path::met() const {
  for (auto put = put_.rbegin(); put != put_.rend(); ++put) {
    const auto* answer = std::get_if<plan::Answer>(&put->primitive);
    if (answer != nullptr) return Met{*answer, put->fault};
  }
  return std::nullopt;
}

void Path::compute() {
  up_ = plain(network_->up);
  down_ = plain(network_->down);
  for (const Put& put : put_) {
    std::visit(
        [&](const auto& primitive) {
          if constexpr (ActsOnFlow<std::decay_t<decltype(primitive)>>) {
            if (primitive.direction != plan::Direction::down) act_on(up_, put.fault, primitive);
            if (primitive.direction != plan::Direction::up) act_on(down_, put.fault, primitive);
          }
        },
        put.primitive);
  }
}

}  // namespace fishtank::stage
