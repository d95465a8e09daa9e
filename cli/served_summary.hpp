#pragma once

#include <string>
#include <string_view>

#include "serve/judge.hpp"

namespace fishtank::cli {

/// The end of `serve`: what was found, what the scenario in that file wanted and did not get, and
/// what it comes to.
std::string served_summary(const serve::Verdict& verdict, std::string_view file);

}  // namespace fishtank::cli
