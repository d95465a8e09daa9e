#pragma once

#include "plan/vocabulary.hpp"

namespace fishtank::trace {

/// The names of all metrics and checks, for the reader of scenario files.
const plan::Vocabulary& vocabulary();

}  // namespace fishtank::trace
