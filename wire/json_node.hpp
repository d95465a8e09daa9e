#pragma once

#include <simdjson.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "core/message.hpp"
#include "wire/decode_error.hpp"
#include "wire/protocol_constants.hpp"

/// Reading JSON from outside. Internal to wire/: other folders do not see simdjson.
namespace fishtank::wire {

/// One value of a parsed document, or the absence of one. `null` counts as absent. Of duplicate
/// keys the last one counts, as in Python and JavaScript.
///
/// Looking never fails: a member of what is no object is absent. Reading does: it reports to the
/// Failure and returns an empty value, so a reader is written without branches and the outcome is
/// asked once. Texts point into the parser and live until its next document.
class JsonNode {
 public:
  /// `name` is the node's key, for messages; it must outlive the node.
  JsonNode(simdjson::dom::element element, std::string_view name, Failure& failure)
      : element_(element), exists_(!element.is_null()), name_(name), failure_(&failure) {}

  /// The absence of a value.
  JsonNode(std::string_view name, Failure& failure) : name_(name), failure_(&failure) {}

  bool exists() const { return exists_; }
  bool is_text() const { return exists_ && element_.is_string(); }

  JsonNode member(std::string_view key) const;
  JsonNode item(std::size_t index) const;

  /// A string; fails when absent or of another type.
  std::string_view text() const;

  /// A string; empty when absent.
  std::string_view text_or_empty() const { return exists_ ? text() : std::string_view(); }

  /// A string as an InlineText; fails when it is too long for it.
  template <typename Identifier>
  Identifier identifier() const {
    return fitting<Identifier>(text());
  }

  /// The same, empty when absent.
  template <typename Identifier>
  Identifier identifier_or_empty() const {
    return fitting<Identifier>(text_or_empty());
  }

  /// A user id as the wire writes it, "<id>@goofish"; the ending is taken off, and may be missing.
  core::UserId user() const;

  /// A whole number within int64.
  std::int64_t integer() const;

  /// A whole number; 0 when absent.
  std::int64_t integer_or_zero() const { return exists_ ? integer() : 0; }

  /// The protocol's truth value: 0 or 1, or true or false.
  bool flag() const;

  /// Fails unless it is absent or an object. For chaining.
  const JsonNode& object_if_any() const;

  /// Calls `visit(JsonNode)` for each element; fails unless it is an array of up to kMaxItems.
  template <typename Visit>
  void for_each(Visit visit) const {
    simdjson::dom::array items;
    if (!is_bounded_array(items)) return;
    for (const simdjson::dom::element item : items) visit(JsonNode(item, name_, *failure_));
  }

  /// Reports `"<name>" <complaint>`.
  void fail(DecodeErrorKind kind, std::string_view complaint) const;

 private:
  template <typename Identifier>
  Identifier fitting(std::string_view text) const {
    if (Identifier::fits(text)) return Identifier(text);
    fail_too_long(Identifier::capacity);
    return {};
  }

  bool is_bounded_array(simdjson::dom::array& items) const;
  void fail_type(std::string_view expected) const;
  void fail_too_long(std::size_t capacity) const;

  simdjson::dom::element element_;
  bool exists_ = false;
  std::string_view name_;
  Failure* failure_;
};

/// A parser with its buffers, to be kept and used again: it grows to the longest text and allocates
/// no more. Bounded by kMaxFrameBytes and kMaxDepth.
class JsonParser {
 public:
  JsonParser();

  /// Parses one document and checks all of it. With an error the failure is set and the node
  /// absent. The node is valid until the next call.
  JsonNode parse(std::string_view text, Failure& failure);

 private:
  simdjson::dom::parser parser_;
  std::string padded_;  // the text and the bytes beyond it that simdjson may read
};

}  // namespace fishtank::wire
