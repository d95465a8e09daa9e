#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "net/web_socket_server.hpp"
#include "plan/plan.hpp"
#include "serve/visitor_book.hpp"
#include "trace/record.hpp"

namespace fishtank::serve {

/// How much a log tells.
enum class Detail : std::uint8_t {
  important,  ///< who comes and goes, registrations, messages, faults
  all,        ///< every heartbeat, frame and acknowledgement as well
};

/// A record of the server as a line for the person who watches: "    12.345s  visitor-1
/// registered". Nothing: it is not to be told with that detail.
std::optional<std::string> line_of(const trace::Record& record, const VisitorBook& book,
                                   const plan::Plan& plan, Detail detail);

/// The beginning of each line: the moment, aligned.
std::string moment_text(Instant at);

/// How a connection ended, and why a peer was turned out, in words.
std::string text_of(const net::Ending& ending);
std::string_view text_of(net::Shed why);

/// The beginning of somebody's text, printable.
std::string excerpt(std::string_view text);

/// A record as a line of JSON for programs: moment, visitor, kind and what the kind means.
std::string json_of(const trace::Record& record, const VisitorBook& book);

}  // namespace fishtank::serve
