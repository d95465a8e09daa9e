#include "plan/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "plan/grammar.hpp"
#include "plan/units.hpp"
#include "plan/utf8.hpp"

namespace fishtank::plan {
namespace {

/// More dots than this are no path of a scenario, and stay a single unknown key.
constexpr std::size_t kMostDots = 6;

bool is_dotted(const Node& key) {
  const auto dots = static_cast<std::size_t>(std::ranges::count(key.text, '.'));
  return !key.quoted && dots > 0 && dots <= kMostDots && !key.text.starts_with('.') &&
         !key.text.ends_with('.');
}

/// The part of a key from `first` on, marked where it stands.
Node key_part(const Node& key, std::size_t first, std::size_t size = std::string::npos) {
  Node part = key;
  part.text = key.text.substr(first, size);
  part.mark.column +=
      static_cast<int>(character_count(std::string_view(key.text).substr(0, first)));
  part.width = static_cast<int>(character_count(part.text));
  return part;
}

/// Adds `key: value` to a mapping; two mappings under the same key become one.
void join(Node& mapping, Node key, Node value) {
  Node* present = mapping.find(key.text);
  if (present == nullptr || !present->is_mapping() || !value.is_mapping() || key.text.empty()) {
    mapping.add(std::move(key), std::move(value));
    return;
  }
  for (std::size_t i = 0; i < value.keys.size(); ++i) {
    join(*present, std::move(value.keys[i]), std::move(value.items[i]));
  }
}

Node unfold_node(Node node, bool is_root) {
  if (node.is_list()) {
    for (Node& item : node.items) item = unfold_node(std::move(item), false);
  }
  if (!node.is_mapping()) return node;
  Node result = node;
  result.keys.clear();
  result.items.clear();
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    Node key = std::move(node.keys[i]);
    const bool is_matrix = is_root && key.text == key::matrix.name;
    Node value =
        is_matrix ? std::move(node.items[i]) : unfold_node(std::move(node.items[i]), false);
    while (is_dotted(key)) {
      const std::size_t dot = key.text.rfind('.');
      Node outer;
      outer.kind = Node::Kind::mapping;
      outer.mark = key.mark;
      outer.add(key_part(key, dot + 1), std::move(value));
      value = std::move(outer);
      key = key_part(key, 0, dot);
    }
    join(result, std::move(key), std::move(value));
  }
  return result;
}

/// The item of a list with that number, from 1, or with that `name`; null if there is none.
Node* find_item(Node& list, std::string_view step) {
  const auto number = parse_count(step);
  if (const auto* index = std::get_if<std::int64_t>(&number)) {
    const bool there = *index >= 1 && static_cast<std::uint64_t>(*index) <= list.items.size();
    return there ? &list.items[static_cast<std::size_t>(*index) - 1] : nullptr;
  }
  for (Node& item : list.items) {
    const Node* called = item.is_mapping() ? item.find("name") : nullptr;
    if (called != nullptr && called->text == step) return &item;
  }
  return nullptr;
}

/// One step of a path; null if it cannot be gone.
Node* step_into(Node& node, std::string_view step, const Node& key) {
  if (node.is_list()) return find_item(node, step);
  if (node.kind == Node::Kind::null) {
    node = Node{};
    node.kind = Node::Kind::mapping;
    node.mark = key.mark;
  }
  if (!node.is_mapping()) return nullptr;
  if (Node* present = node.find(step)) return present;
  Node empty;
  empty.mark = key.mark;
  Node created = key;
  created.text = step;
  node.add(std::move(created), empty);
  return &node.items.back();
}

}  // namespace

Node unfold(Node root) { return unfold_node(std::move(root), true); }

void check_keys(Reading& reading, const Node& node) {
  std::map<std::string_view, int> lines;
  for (const Node& key : node.keys) {
    if (!key.is_scalar()) {
      reading.mistake(key, fmt::format("a key must be a word, not {}", name(key.kind)));
      continue;
    }
    const auto [first, is_new] = lines.emplace(key.text, key.mark.line);
    if (is_new) continue;
    reading.mistake(key, fmt::format("`{}` stands here twice", key.text),
                    fmt::format("the first one is in line {}", first->second));
  }
  for (const Node& item : node.items) check_keys(reading, item);
}

void set_at(Reading& reading, Node& root, const Node& key, const Node& value) {
  Node* node = &root;
  std::string_view rest = key.text;
  std::string gone;
  while (true) {
    const std::size_t dot = rest.find('.');
    const std::string_view step = rest.substr(0, dot);
    Node* next = step.empty() ? nullptr : step_into(*node, step, key);
    if (next == nullptr) {
      const std::string where = gone.empty() ? "the document" : fmt::format("`{}`", gone);
      reading.mistake(
          key,
          fmt::format("`{}` is no path of this document: {} has no `{}`", key.text, where, step),
          "items of a list are reached by number, as `timeline.1.for`, or by `name`");
      return;
    }
    node = next;
    gone = std::string(
        key.text.substr(0, static_cast<std::size_t>(step.data() + step.size() - key.text.data())));
    if (dot == std::string_view::npos) break;
    rest.remove_prefix(dot + 1);
  }
  *node = value;
}

}  // namespace fishtank::plan
