#pragma once

#include <cstdint>
#include <string_view>

#include "core/frame.hpp"

/// Short names for content, so that a record can tell equal from different without holding text.
namespace fishtank::trace {

/// 64 bits that depend on every byte; the same on every machine.
std::uint64_t digest(std::string_view bytes);

/// A mid's digest: what joins a request with its answer.
inline std::uint64_t digest(const core::Mid& mid) { return digest(mid.view()); }

/// A message's digest: of its id if it has one, else of its content.
std::uint64_t digest(const core::PushItem& item);

/// A digest of everything in a frame but its mid. 0 for frames without content (heartbeat and its
/// answer).
std::uint32_t content_digest(const core::Frame& frame);

/// Whether the frame is a response with a code other than 200.
bool is_refusal(const core::Frame& frame);

}  // namespace fishtank::trace
