#include "serve/printable.hpp"

#include "plan/utf8.hpp"

namespace fishtank::serve {

namespace {

/// Of one valid character.
bool is_control(std::string_view letter) {
  const auto first = static_cast<unsigned char>(letter.front());
  if (letter.size() == 1) return first < 0x20 || first == 0x7f;
  const auto second = static_cast<unsigned char>(letter[1]);
  return letter.size() == 2 && first == 0xc2 && second < 0xa0;
}

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80; }

}  // namespace

std::string printable(std::string_view text) {
  const std::string valid = plan::with_question_marks(text);
  std::string shown;
  for (std::string_view rest = valid; !rest.empty();) {
    const std::string_view letter = rest.substr(0, plan::character_size(rest));
    shown += is_control(letter) ? "." : letter;
    rest.remove_prefix(letter.size());
  }
  return shown;
}

std::string excerpt(std::string_view text) {
  constexpr std::size_t kShown = 80;
  constexpr std::size_t kLongestCharacter = 4;
  if (text.size() <= kShown) return printable(text);
  std::size_t end = kShown;
  while (end > kShown - kLongestCharacter && continues_character(text[end])) --end;
  return printable(text.substr(0, end)) + "...";
}

}  // namespace fishtank::serve
