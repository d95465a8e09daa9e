#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What `faults`, `profiles`, `checks` and `metrics` have in common: a list of names, or one entry
/// in full.
namespace fishtank::cli {

/// The first sentence of a text: what a list has room for.
std::string_view first_sentence(std::string_view text);

/// The width of the longest name.
std::size_t column_width(std::span<const std::string_view> names);

/// Throws the InputError for a name that does not exist: what it is no name of, the nearest that is
/// one, and the command that lists them all.
[[noreturn]] void refuse_name(std::string_view what, std::string_view name,
                              std::span<const std::string_view> known, std::string_view command);

}  // namespace fishtank::cli
