#include "plan/node.hpp"

namespace fishtank::plan {

const Node* Node::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].text == key) return &items[i];
  }
  return nullptr;
}

Node* Node::find(std::string_view key) {
  return const_cast<Node*>(static_cast<const Node&>(*this).find(key));
}

void Node::add(Node key, Node value) {
  keys.push_back(std::move(key));
  items.push_back(std::move(value));
}

std::string_view name(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::null: return "nothing";
    case Node::Kind::scalar: return "a single value";
    case Node::Kind::list: return "a list";
    case Node::Kind::mapping: return "a mapping";
  }
  __builtin_unreachable();
}

}  // namespace fishtank::plan
