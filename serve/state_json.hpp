#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "onlooker/finding.hpp"
#include "serve/visitor_book.hpp"

namespace fishtank::serve {

/// What `GET /state` answers (docs/serving.md): who is there, and what was found.
std::string state_json(Instant now, std::size_t connections, const VisitorBook& book,
                       std::span<const onlooker::Finding> findings);

}  // namespace fishtank::serve
