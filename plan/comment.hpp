#pragma once

#include <string>

#include "plan/source_text.hpp"

namespace fishtank::plan {

/// The comment at the end of the line of `mark`, in one line; empty if there is none. Lines below
/// it that hold nothing but a comment, and begin it in the same column, carry it on:
///
///     timeout: 0s  # D-1: it is stored and never read;
///                  # the keepalive is all that remains
std::string comment_beside(const SourceText& source, Mark mark);

}  // namespace fishtank::plan
