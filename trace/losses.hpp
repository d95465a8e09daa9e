#pragma once

#include "core/state.hpp"
#include "trace/record.hpp"

/// Which changes of state are losses: read by the metrics and the checks alike.
namespace fishtank::trace {

/// Why a record of kind state_changed says the state changed.
constexpr core::Reason reason_of(const Record& record) {
  return static_cast<core::Reason>(record.a);
}

/// Whether CONNECTED ended against the client's will. A new token, a stop or a disabled account is
/// no loss.
constexpr bool is_loss(const Record& record) {
  const core::State to = state_to(record);
  const bool wanted = to == core::State::closed || to == core::State::disconnected;
  return state_from(record) == core::State::connected && !wanted &&
         reason_of(record) != core::Reason::new_token;
}

}  // namespace fishtank::trace
