#pragma once

#include <string>

#include "plan/plan.hpp"
#include "plan/vocabulary.hpp"

/// A plan as a scenario file of one case.
namespace fishtank::plan {

/// The canonical text: name, seed, duration and every client stand in it, everything else where it
/// differs from its default, in the order of the grammar. load() of the text gives a scenario of
/// one case whose plan equals `plan`, and printing that gives the same text.
///
/// The plan must be one that a scenario file can say: profiles that exist, values in range, moments
/// within the run, the timeline in order, targets ascending and empty when they are all. What
/// load() gives is always such a plan. The vocabulary tells the units of metrics.
std::string print(const Plan& plan, const Vocabulary& vocabulary);

/// A text as a YAML scalar that reads as that text: bare where that is possible, else in double
/// quotes.
std::string yaml_scalar(std::string_view text);

}  // namespace fishtank::plan
