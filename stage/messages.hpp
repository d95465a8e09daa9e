#pragma once

#include <cstdint>
#include <string>
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

/// What travels in one frame, and what the server has to know to fill in what stays empty.
struct Package {
  core::UserId from;  ///< whoever writes, types or has read
  std::string item;   ///< what their conversation is about; digits
  std::vector<core::PushItem> messages;
};

/// The package has one message, or PushAction::count of them if they are bundled.
Package package_of(const plan::PushAction& action, const MessageKey& key,
                   std::int64_t wall_start_ms, core::Instant now);

}  // namespace fishtank::stage
