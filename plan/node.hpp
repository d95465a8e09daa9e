#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "plan/diagnostic.hpp"

/// A YAML document as a tree of values that know where they stand. Built within bounds, so that no
/// text costs more than milliseconds: aliases are expanded and counted, merge keys are applied.
namespace fishtank::plan {

struct Node {
  enum class Kind : std::uint8_t { null, scalar, list, mapping };

  Kind kind = Kind::null;
  Mark mark;
  int width = 1;            ///< in characters, for the caret
  bool quoted = false;      ///< the scalar stands in quotes, or is a block of text
  std::string text;         ///< of a scalar
  std::vector<Node> keys;   ///< of a mapping
  std::vector<Node> items;  ///< of a list; of a mapping the value of each key

  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_mapping() const { return kind == Kind::mapping; }

  /// The value of a key of a mapping; null if it has none.
  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);

  void add(Node key, Node value);
};

/// "a list", "a mapping", ...
std::string_view name(Node::Kind kind);

/// Bounds of a document. A scenario needs a hundredth of them.
inline constexpr std::size_t kLongestFile = 1 << 20;  ///< bytes
inline constexpr std::size_t kMostKeys = 1'000;       ///< of one mapping
inline constexpr std::size_t kDeepest = 16;           ///< lists and mappings in each other
inline constexpr std::size_t kMostNodes = 50'000;     ///< aliases expanded

/// The one document in `text`, or the mistake that keeps it from being one (the first: after it a
/// YAML parser only guesses).
std::variant<Node, Diagnostic> parse_yaml(std::string_view text, std::string_view file);

}  // namespace fishtank::plan
