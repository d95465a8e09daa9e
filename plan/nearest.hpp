#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace fishtank::plan {

/// The word that somebody who wrote `word` probably meant: the one at the smallest edit distance
/// (insertions, deletions, replacements, swaps of neighbours; letters regardless of case, `-` and
/// space as `_`), if at most a third of the longer word would have to be changed. Of equally near
/// ones the first. A word that contains `word` whole, or is contained in it, is near, too.
std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> known);

}  // namespace fishtank::plan
