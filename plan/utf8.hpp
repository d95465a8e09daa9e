#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Text as people see it: characters and columns of a terminal instead of bytes.
namespace fishtank::plan {

/// The first byte that is not UTF-8 (RFC 3629: no overlong forms, no surrogates); nothing if all
/// is.
std::optional<std::size_t> first_bad_byte(std::string_view text);

/// The text with a `?` for each byte that is not UTF-8.
std::string with_question_marks(std::string_view text);

/// How many bytes the character at the front of a valid, not empty text has.
std::size_t character_size(std::string_view text);

/// How many characters a valid text has.
std::size_t character_count(std::string_view text);

/// How many columns a terminal gives the character at the front of a valid, not empty text: 2 for
/// Chinese, Japanese and Korean ones, else 1.
int display_width(std::string_view text);

}  // namespace fishtank::plan
