#include "plan/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace fishtank::plan {
namespace {

/// Longer words are no slips of the pen, and the distance costs their product.
constexpr std::size_t kLongestWord = 64;

std::string folded(std::string_view word) {
  std::string text(word);
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '-' || c == ' ') c = '_';
  }
  return text;
}

/// Optimal string alignment, three rows at a time.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

/// "silence" and "ping_silence": a part of a name that can be taken for the whole.
bool is_part(std::string_view a, std::string_view b) {
  return std::min(a.size(), b.size()) >= 4 &&
         (a.find(b) != std::string_view::npos || b.find(a) != std::string_view::npos);
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> known) {
  if (word.empty() || word.size() > kLongestWord) return std::nullopt;
  const std::string wanted = folded(word);
  std::optional<std::string_view> best;
  std::size_t best_distance = kLongestWord;
  for (const std::string_view candidate : known) {
    const std::string text = folded(candidate);
    const std::size_t longer = std::max(wanted.size(), text.size());
    const std::size_t away = distance(wanted, text);
    if (away >= best_distance) continue;
    if (away > std::max<std::size_t>(1, longer / 3) && !is_part(wanted, text)) continue;
    if (away >= longer) continue;  // nothing in common
    best = candidate;
    best_distance = away;
  }
  return best;
}

}  // namespace fishtank::plan
