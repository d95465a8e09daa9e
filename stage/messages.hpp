#pragma once

#include <cstdint>
#include <vector>

#include "core/message.hpp"
#include "core/random.hpp"
#include "plan/plan.hpp"

namespace fishtank::stage {

/// What makes a pushed message this one and no other.
struct MessageKey {
  core::Seed plan_seed{};
  std::uint32_t client = 0;
  std::uint32_t event = 0;       ///< of the timeline
  std::uint32_t repetition = 0;  ///< which of PushAction::count
};

/// The messages of one package: one, or PushAction::count of them if they are bundled. What stays
/// empty the server fills in.
std::vector<core::PushItem> messages_of(const plan::PushAction& action, const MessageKey& key,
                                        std::int64_t wall_start_ms, core::Instant now);

}  // namespace fishtank::stage
