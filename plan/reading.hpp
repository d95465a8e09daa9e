#pragma once

#include <initializer_list>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "plan/diagnostic.hpp"
#include "plan/field.hpp"
#include "plan/grammar.hpp"
#include "plan/node.hpp"
#include "plan/source_text.hpp"
#include "plan/vocabulary.hpp"

/// What all readers of scenario parts share: where mistakes go, how single values are read, and how
/// the keys of a mapping are taken so that none is ignored.
namespace fishtank::plan {

/// Whether a text can be a name: letters, digits, `-` and `_`, 64 at most.
bool is_word(std::string_view text);

/// Collects the mistakes of one file. Reading goes on after a mistake with whatever makes sense, so
/// that one reading finds them all.
class Reading {
 public:
  Reading(const SourceText& source, const Vocabulary& vocabulary)
      : source_(source), vocabulary_(vocabulary) {}

  const Vocabulary& vocabulary() const { return vocabulary_; }

  /// Notes a mistake. The same one at the same place is noted once, whichever case shows it.
  void mistake(const Node& at, std::string message, std::string help = {});
  void mistake(Mark at, int width, std::string message, std::string help = {});

  /// "there is no <what> `<text>`", with the nearest of the known words or all of them.
  void unknown_word(const Node& at, std::string_view what, std::span<const std::string_view> known);

  /// "<what> has no key `<text>`", likewise.
  void unknown_key(const Node& key, std::string_view what, std::span<const std::string_view> known);

  /// The value of a node; nothing, and a mistake noted, if it is none. `label` is the key's name.
  std::optional<Value> value(const Node& node, std::string_view label, const ValueType& type);
  std::optional<Duration> duration(const Node& node, const Key& key);

  /// A moment of the run: not after its end.
  std::optional<Duration> moment(const Node& node, const Key& key);

  /// Notes a mistake if that moment is after the end of the run, as far as the end is given.
  void check_moment(const Node& node, std::string_view what, Duration moment);

  /// Sets the given end of the run.
  void ends_at(Duration end) { end_ = end; }

  /// Said of each further mistake: the case of the matrix in which it shows.
  void in_case(std::string label) { case_label_ = std::move(label); }

  /// Counts clients named by targets; false, and a mistake noted, when a file names too many in
  /// all.
  bool count_targets(const Node& node, std::size_t clients);

  bool failed() const { return !mistakes_.empty(); }
  bool full() const;

  /// All mistakes, in the order of the file.
  Diagnostics take();

 private:
  const SourceText& source_;
  const Vocabulary& vocabulary_;
  std::optional<Duration> end_;
  std::string case_label_;
  std::size_t targets_ = 0;
  Diagnostics mistakes_;
  std::set<std::tuple<int, int, std::string>> seen_;
};

/// Takes the keys of one mapping, one after the other; refuse_rest() then calls what nobody took
/// unknown.
class MappingReader {
 public:
  /// `what` is what the mapping describes: "a client". Anything but a mapping is a mistake and is
  /// read as an empty one.
  MappingReader(Reading& reading, const Node& node, std::string_view what);

  /// Whether there is a mapping at all.
  bool good() const { return mapping_ != nullptr; }

  /// The value of a key; null if it is not there.
  const Node* take(std::string_view key);
  const Node* take(const Key& key) { return take(key.name); }

  /// The same, and a mistake if it is not there.
  const Node* require(const Key& key);

  /// Takes all fields of a table that are there and sets them.
  template <typename T>
  void take_fields(std::span<const Field<T>> fields, T& into) {
    for (const Field<T>& field : fields) {
      const Node* node = take(field.name);
      if (node == nullptr) continue;
      if (const auto value = reading_.value(*node, field.name, field.type)) field.set(into, *value);
    }
  }

  /// Keys that nobody took yet, with their values.
  std::vector<std::pair<const Node*, const Node*>> rest() const;

  /// A mistake for each key that nobody took; keys that are not there yet are offered first.
  void refuse_rest();

 private:
  Reading& reading_;
  const Node* mapping_;
  std::string what_;
  Mark mark_;
  std::vector<std::string_view> known_;
};

}  // namespace fishtank::plan
