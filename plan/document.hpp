#pragma once

#include <string>
#include <string_view>

#include "plan/node.hpp"
#include "plan/reading.hpp"

/// What is done to a scenario's tree before it is read.
namespace fishtank::plan {

/// Writes dotted keys out: `client.profile: x` is `client: {profile: x}`, at any depth, and joins
/// what stands under the same key. The keys of `matrix` stay as they are: they are paths.
Node unfold(Node root);

/// Notes keys that stand twice in a mapping and keys that are no plain words.
void check_keys(Reading& reading, const Node& node);

/// Sets the value at a dotted path, creating mappings that are not there; what it creates stands,
/// for messages, at `key`. Items of a list are reached by number, from 1, or by their `name`. A
/// mistake if the path leads through something that has no keys or items of that kind.
void set_at(Reading& reading, Node& root, const Node& key, const Node& value);

}  // namespace fishtank::plan
