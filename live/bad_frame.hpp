#pragma once

#include <string>

#include "plan/primitive.hpp"

namespace fishtank::live {

/// A frame of a server that breaks the rule of RFC 6455 which the primitive names, as bytes.
std::string bytes_of(const plan::BadFrame& frame);

}  // namespace fishtank::live
