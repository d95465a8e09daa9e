#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plan/primitive.hpp"
#include "plan/value.hpp"

/// The vocabulary of faults. Each fault is one file in plan/faults/ that defines one function of
/// its own name, `const FaultSpec& drop()` in namespace fishtank::plan::fault; CMake lists the
/// files, so a new fault is a new file and no edit elsewhere. The parser, the schema, `fishtank
/// faults`, docs/faults.md and both worlds live on this table.
namespace fishtank::plan {

struct Parameter {
  std::string_view name;
  ValueKind kind = ValueKind::text;
  std::string_view fallback = {};  ///< the default as one writes it; empty: must be given
                                   ///< (only a text may be empty by default)
  std::string_view about = {};     ///< one sentence, with the reason for the default
  std::span<const std::string_view> choices = {};  ///< for ValueKind::choice
  std::int64_t minimum = INT64_MIN;  ///< in the value's own unit (ns; bytes of a text)
  std::int64_t maximum = INT64_MAX;

  ValueType type() const { return {kind, choices, minimum, maximum}; }
  bool required() const { return fallback.empty() && kind != ValueKind::text; }
};

/// The arguments of one use of a fault: a value for each parameter, defaults filled in.
class Arguments {
 public:
  /// Appends the value, or replaces the one of that name.
  void set(std::string_view name, Value value);

  /// The value of a parameter of that fault. Asking for one it does not have is our own fault.
  Duration duration(std::string_view name) const;
  std::int64_t number(std::string_view name) const;
  bool flag(std::string_view name) const;
  const std::string& text(std::string_view name) const;

  /// `up`, `down` or `both`.
  Direction direction(std::string_view name) const;

  /// The value of that name; null if it is not there.
  const Value* find(std::string_view name) const;

  std::span<const std::pair<std::string, Value>> all() const { return values_; }

  bool operator==(const Arguments&) const = default;

 private:
  const Value& at(std::string_view name) const;

  std::vector<std::pair<std::string, Value>> values_;  ///< in the order of the FaultSpec
};

/// Where a fault acts; the headings of docs/faults.md.
enum class Layer : std::uint8_t { connecting, stream, websocket, server, services, client_host };

/// Whether a fault has a length.
enum class Span : std::uint8_t {
  /// It happens and is over; `for` is refused. A step of it may have a length of its own, as the
  /// `down` of a restart, and then lasts so long.
  moment,
  period,  ///< lasts for `for`, or until the end of the run
};

struct FaultSpec {
  std::string_view name;  ///< what QA types
  Layer layer = Layer::stream;
  Span span = Span::period;
  std::string_view about;         ///< what it is and what a client sees of it
  std::string_view in_the_field;  ///< where one meets it; empty if it is plain
  std::vector<Parameter> parameters = {};
  std::string_view example;  ///< a timeline line

  /// Why arguments that are each in range make no sense together; empty if they do.
  std::string_view (*nonsense)(const Arguments& arguments) = nullptr;

  /// What the fault does: steps of primitives. `length` is empty for a fault without an end.
  std::vector<Step> (*steps)(const Arguments& arguments, std::optional<Duration> length) = nullptr;
};

/// All faults, by name.
std::span<const FaultSpec* const> faults();

/// Null if there is none of that name.
const FaultSpec* find_fault(std::string_view name);

/// Every parameter at its default; those that must be given are not there.
Arguments default_arguments(const FaultSpec& fault);

std::string_view name(Layer layer);  ///< "client host"

}  // namespace fishtank::plan
