#pragma once

#include <string>
#include <string_view>

#include "wire/json_node.hpp"

/// `content.custom.data` of sent messages and of history: base64 of
/// {"contentType":1,"text":{"text":...}} (protocol.md 3). Internal to wire/.
namespace fishtank::wire {

/// The base64 text.
std::string encode_text_content(std::string_view text);

/// The text again; empty for content that is no text, such as an image. `data` fails if it is no
/// base64 of JSON. `parser` must not be the one that `data` points into.
std::string read_text_content(const JsonNode& data, JsonParser& parser, Failure& failure);

}  // namespace fishtank::wire
