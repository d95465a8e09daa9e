#pragma once

#include "core/effect.hpp"
#include "core/input.hpp"
#include "trace/record.hpp"

/// How the core's inputs and effects look as records. Both worlds write them so. Only kind, detail,
/// a and b are filled in: when, who and by which fault is the world's to say.
namespace fishtank::trace {

Record describe(const core::Input& input);
Record describe(const core::Effect& effect);

/// A frame on its way, as `kind`; `connection` is the attempt or the session it belongs to.
Record describe(RecordKind kind, const core::Frame& frame, std::uint32_t connection);

}  // namespace fishtank::trace
