#include "plan/reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "plan/nearest.hpp"

namespace fishtank::plan {
namespace {

/// More than anybody mends in one go.
constexpr std::size_t kMostMistakes = 100;

/// Of all targets of all cases of a file: 80 MB of indices.
constexpr std::size_t kMostTargets = 20'000'000;

/// A text of the file as a message repeats it.
std::string shortened(std::string_view text) {
  constexpr std::size_t kShown = 60;
  if (text.size() <= kShown) return std::string(text);
  std::size_t end = kShown;
  while ((static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

std::string likely_or_all(std::string_view word, std::span<const std::string_view> known) {
  if (const auto near = nearest(word, known)) return fmt::format("did you mean `{}`?", *near);
  if (known.empty()) return "";
  return fmt::format("possible: {}", one_of(known));
}

}  // namespace

bool is_word(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  return !text.empty() && text.size() <= kLongest && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

void Reading::mistake(const Node& at, std::string message, std::string help) {
  mistake(at.mark, at.is_scalar() ? at.width : 1, std::move(message), std::move(help));
}

void Reading::mistake(Mark at, int width, std::string message, std::string help) {
  if (full() || !seen_.insert({at.line, at.column, message}).second) return;
  if (!case_label_.empty()) message += fmt::format(" (in the case {})", case_label_);
  mistakes_.push_back(source_.mistake(at, width, std::move(message), std::move(help)));
}

bool Reading::full() const { return mistakes_.size() >= kMostMistakes; }

void Reading::unknown_word(const Node& at, std::string_view what,
                           std::span<const std::string_view> known) {
  mistake(at, fmt::format("there is no {} `{}`", what, shortened(at.text)),
          likely_or_all(at.text, known));
}

void Reading::unknown_key(const Node& key, std::string_view what,
                          std::span<const std::string_view> known) {
  mistake(key, fmt::format("{} has no key `{}`", what, shortened(key.text)),
          likely_or_all(key.text, known));
}

std::optional<Value> Reading::value(const Node& node, std::string_view label,
                                    const ValueType& type) {
  if (!node.is_scalar()) {
    const std::string_view example_text = example(type.kind);
    const std::string wanted =
        type.kind == ValueKind::choice ? one_of(type.choices) : std::string(name(type.kind));
    mistake(node, fmt::format("`{}` must be {}, not {}", label, wanted, name(node.kind)),
            example_text.empty() ? "" : fmt::format("as in `{}: {}`", label, example_text));
    return std::nullopt;
  }
  const Parsed<Value> parsed = parse_value(node.text, type);
  if (const auto* value = std::get_if<Value>(&parsed)) return *value;
  if (type.kind == ValueKind::choice) {
    mistake(node, fmt::format("`{}` cannot be `{}`", label, shortened(node.text)),
            likely_or_all(node.text, type.choices));
  } else {
    mistake(node, fmt::format("`{}`: {}", label, std::get<UnitError>(parsed).message));
  }
  return std::nullopt;
}

std::optional<Duration> Reading::duration(const Node& node, const Key& key) {
  const auto read = value(node, key.name, key.type);
  return read ? std::optional(std::get<Duration>(*read)) : std::nullopt;
}

std::optional<Duration> Reading::moment(const Node& node, const Key& key) {
  const auto read = duration(node, key);
  if (read) check_moment(node, fmt::format("`{}: {}`", key.name, print_duration(*read)), *read);
  return read;
}

void Reading::check_moment(const Node& node, std::string_view what, Duration moment) {
  if (!end_ || moment <= *end_) return;
  mistake(node, fmt::format("{} is after the end of the run", what),
          fmt::format("`duration` is {}: make it longer, or leave it out to have it computed",
                      print_duration(*end_)));
}

bool Reading::count_targets(const Node& node, std::size_t clients) {
  targets_ += clients;
  if (targets_ <= kMostTargets) return true;
  mistake(node, fmt::format("more than {} clients are named in all", kMostTargets),
          "leave `clients` out to mean all of them");
  return false;
}

Diagnostics Reading::take() {
  std::ranges::stable_sort(mistakes_, {}, [](const Diagnostic& diagnostic) {
    return std::pair(diagnostic.mark.line, diagnostic.mark.column);
  });
  return std::move(mistakes_);
}

MappingReader::MappingReader(Reading& reading, const Node& node, std::string_view what)
    : reading_(reading),
      mapping_(node.is_mapping() ? &node : nullptr),
      what_(what),
      mark_(node.mark) {
  if (mapping_ != nullptr) return;
  reading.mistake(node, fmt::format("{} must be a mapping, not {}", what, name(node.kind)),
                  "as in `{key: value}`");
}

const Node* MappingReader::take(std::string_view key) {
  if (std::ranges::find(known_, key) == known_.end()) known_.push_back(key);
  return mapping_ == nullptr ? nullptr : mapping_->find(key);
}

const Node* MappingReader::require(const Key& key) {
  const Node* node = take(key);
  if (node == nullptr && mapping_ != nullptr) {
    reading_.mistake(mark_, 1, fmt::format("{} lacks `{}`", what_, key.name),
                     fmt::format("`{}`: {}", key.name, key.about));
  }
  return node;
}

std::vector<std::pair<const Node*, const Node*>> MappingReader::rest() const {
  std::vector<std::pair<const Node*, const Node*>> rest;
  if (mapping_ == nullptr) return rest;
  for (std::size_t i = 0; i < mapping_->keys.size(); ++i) {
    const Node& key = mapping_->keys[i];
    if (std::ranges::find(known_, key.text) == known_.end()) {
      rest.emplace_back(&key, &mapping_->items[i]);
    }
  }
  return rest;
}

void MappingReader::refuse_rest() {
  std::vector<std::string_view> missing;
  std::ranges::copy_if(known_, std::back_inserter(missing), [&](std::string_view key) {
    return mapping_ != nullptr && mapping_->find(key) == nullptr;
  });
  for (const auto& [key, value] : rest()) {
    const bool near = nearest(key->text, missing).has_value();
    reading_.unknown_key(*key, what_, near ? missing : known_);
  }
}

}  // namespace fishtank::plan
