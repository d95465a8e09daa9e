#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"

/// A mistake in a scenario file, for the one who wrote it: where it is, what is wrong, how to mend
/// it.
namespace fishtank::plan {

struct Diagnostic {
  std::string file;
  Mark mark;                ///< 0:0 when the file as a whole is meant
  int width = 1;            ///< how many characters are wrong
  std::string source_line;  ///< the line as it stands in the file
  std::string message;      ///< one sentence: what is wrong
  std::string help;         ///< how to mend it; may be empty

  bool operator==(const Diagnostic&) const = default;
};

using Diagnostics = std::vector<Diagnostic>;

/// As compilers write it, with a final newline:
///
///     scenarios/fast/silence.yaml:9:22: error: there is no fault `ping_silense`
///         9 |   - {at: 60s, fault: ping_silense, for: 70s}
///           |                      ^~~~~~~~~~~~
///           = did you mean `ping_silence`?
///
/// Of a long line only the surroundings of the mistake are shown. Control characters are not.
std::string print(const Diagnostic& diagnostic);

/// All of them, and how many there are.
std::string print(const Diagnostics& diagnostics);

}  // namespace fishtank::plan
