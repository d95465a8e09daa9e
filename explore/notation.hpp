#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "plan/scenario.hpp"
#include "plan/units.hpp"

/// How a command line names something with fields of its own: `restart {down: 1m}`,
/// `xianyu-live {reconnect.jitter_percent: 50}`. What stands in the braces is written as in a
/// scenario file, and is read by the reader of scenario files.
namespace fishtank::explore {

struct Named {
  std::string name;
  std::string fields;  ///< without the braces; may be empty

  bool operator==(const Named&) const = default;
};

/// The parts between separators that stand in no braces and no quotes, trimmed; empty ones too.
std::vector<std::string> split(std::string_view text, char separator);

/// `NAME` or `NAME {FIELDS}`, in one line.
plan::Parsed<Named> parse_named(std::string_view text);

/// The only case of a scenario that we wrote ourselves around such fields; or what is wrong with
/// them, with the way to mend it.
plan::Parsed<plan::Plan> load_around(std::string_view scenario);

}  // namespace fishtank::explore
