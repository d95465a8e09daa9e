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

/// A record of the server for the person who watches: "was kicked". Nothing: it is not to be told
/// with that detail.
std::optional<std::string> words_of(const trace::Record& record, const plan::Plan& plan,
                                    Detail detail);

/// Whether a record concerns no visitor: that a fault begins, or a line of the timeline is due.
bool is_of_the_world(trace::RecordKind kind);

/// The beginning of each line: the moment, aligned.
std::string moment_text(Instant at);

/// How a connection ended, and why a peer was turned out, in words.
std::string text_of(const net::Ending& ending);
std::string_view text_of(net::Shed why);

/// A record as a line of JSON for programs: moment, visitor, kind and what the kind means.
std::string json_of(const trace::Record& record, const VisitorBook& book);

}  // namespace fishtank::serve
