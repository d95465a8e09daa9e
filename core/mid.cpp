#include "core/mid.hpp"

#include <array>
#include <charconv>
#include <string>

namespace fishtank::core {

Mid make_mid(Random& random, WallTime wall) {
  std::array<char, Mid::capacity> text;
  char* end = std::to_chars(text.data(), text.data() + 3, random.below(1000)).ptr;
  end = std::to_chars(end, text.data() + text.size() - 2, wall.ms).ptr;
  *end++ = ' ';
  *end++ = '0';
  return std::string_view(text.data(), static_cast<std::size_t>(end - text.data()));
}

std::string make_uuid(WallTime wall) { return "-" + std::to_string(wall.ms) + "1"; }

}  // namespace fishtank::core
