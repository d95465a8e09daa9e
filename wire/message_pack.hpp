#pragma once

#include <string>
#include <string_view>

namespace fishtank::wire {

/// Writes one MessagePack value out as JSON text, appended to `out`, with all map keys as strings:
/// so do the Python clients, and one reader then serves both encodings (protocol.md 4.2).
///
/// False, with `out` unspecified, for anything that those clients do not read either: ext types,
/// keys that are neither integers nor strings, truncated bytes, bytes after the value, nesting
/// beyond kMaxDepth. Strings are not checked to be UTF-8; whoever parses the JSON text does.
bool message_pack_to_json(std::string_view bytes, std::string& out);

}  // namespace fishtank::wire
