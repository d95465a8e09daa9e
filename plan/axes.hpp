#pragma once

#include <vector>

#include "core/random.hpp"
#include "plan/node.hpp"
#include "plan/reading.hpp"

/// `seeds:` and `matrix:`, which make one document into many cases.
namespace fishtank::plan {

/// An axis as it stands in the file.
struct AxisNode {
  Node key;
  std::vector<Node> values;  ///< single values, at least one, all different
};

/// `7`, `1..20` or a list of them; at least one, all different, kMostCases at most.
std::vector<core::Seed> read_seeds(Reading& reading, const Node& node);

/// The axes in the order of the file.
std::vector<AxisNode> read_matrix(Reading& reading, const Node& node);

}  // namespace fishtank::plan
