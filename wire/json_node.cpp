#include "wire/json_node.hpp"

namespace fishtank::wire {
namespace {

constexpr std::size_t kFirstCapacity = 4096;
constexpr std::string_view kDocument = "the document";

DecodeErrorKind kind_of(simdjson::error_code error) {
  switch (error) {
    case simdjson::UTF8_ERROR: return DecodeErrorKind::not_utf8;
    case simdjson::DEPTH_ERROR: return DecodeErrorKind::too_deep;
    default: return DecodeErrorKind::not_json;
  }
}

}  // namespace

JsonNode JsonNode::member(std::string_view key) const {
  JsonNode found(key, *failure_);
  simdjson::dom::object object;
  if (!exists_ || element_.get(object) != simdjson::SUCCESS) return found;
  for (const auto field : object) {
    if (field.key == key) found = JsonNode(field.value, key, *failure_);
  }
  return found;
}

JsonNode JsonNode::item(std::size_t index) const {
  simdjson::dom::array array;
  simdjson::dom::element element;
  const bool found = exists_ && element_.get(array) == simdjson::SUCCESS &&
                     array.at(index).get(element) == simdjson::SUCCESS;
  return found ? JsonNode(element, name_, *failure_) : JsonNode(name_, *failure_);
}

std::string_view JsonNode::text() const {
  std::string_view text;
  if (!exists_ || element_.get(text) != simdjson::SUCCESS) fail_type("a string");
  return text;
}

core::UserId JsonNode::user() const {
  std::string_view id = text();
  if (id.ends_with(kUserSuffix)) id.remove_suffix(kUserSuffix.size());
  return fitting<core::UserId>(id);
}

std::int64_t JsonNode::integer() const {
  std::int64_t number = 0;
  if (!exists_ || element_.get(number) != simdjson::SUCCESS) fail_type("a whole number of 64 bits");
  return number;
}

bool JsonNode::flag() const {
  bool truth = false;
  if (exists_ && element_.get(truth) == simdjson::SUCCESS) return truth;
  return integer() != 0;
}

const JsonNode& JsonNode::object_if_any() const {
  if (exists_ && !element_.is_object()) fail_type("an object");
  return *this;
}

bool JsonNode::is_bounded_array(simdjson::dom::array& items) const {
  if (!exists_ || element_.get(items) != simdjson::SUCCESS) {
    fail_type("an array");
    return false;
  }
  if (items.size() <= kMaxItems) return true;
  fail(DecodeErrorKind::too_many, "has more than " + std::to_string(kMaxItems) + " elements");
  return false;
}

void JsonNode::fail(DecodeErrorKind kind, std::string_view complaint) const {
  if (*failure_) return;
  failure_->report(kind, std::string("\"").append(name_).append("\" ").append(complaint));
}

void JsonNode::fail_type(std::string_view expected) const {
  if (exists_) return fail(DecodeErrorKind::wrong_type, "must be " + std::string(expected));
  fail(DecodeErrorKind::missing, "is missing and must be " + std::string(expected));
}

void JsonNode::fail_too_long(std::size_t capacity) const {
  fail(DecodeErrorKind::too_long, "is longer than " + std::to_string(capacity) + " bytes");
}

JsonParser::JsonParser() {
  const auto error = parser_.allocate(kFirstCapacity, kMaxDepth);
  if (error != simdjson::SUCCESS) throw std::bad_alloc();
}

JsonNode JsonParser::parse(std::string_view text, Failure& failure) {
  if (text.size() > kMaxFrameBytes) {
    failure.report(DecodeErrorKind::too_long, "the text has " + std::to_string(text.size()) +
                                                  " bytes, and at most " +
                                                  std::to_string(kMaxFrameBytes) + " are read");
    return JsonNode(kDocument, failure);
  }
  padded_.assign(text);
  padded_.append(simdjson::SIMDJSON_PADDING, ' ');
  simdjson::dom::element root;
  const auto error = parser_.parse(padded_.data(), text.size(), false).get(root);
  if (error == simdjson::SUCCESS) return JsonNode(root, kDocument, failure);
  failure.report(kind_of(error),
                 std::string("the text is no JSON: ") + simdjson::error_message(error));
  return JsonNode(kDocument, failure);
}

}  // namespace fishtank::wire
