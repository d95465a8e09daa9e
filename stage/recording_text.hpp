#pragma once

#include <string>
#include <string_view>

#include "stage/recording.hpp"

/// The lines of a recording. Each is appended with its end; equal values give equal texts.
namespace fishtank::stage {

void append_header(const RecordingHeader& header, std::string& out);

/// `input`: null for a tick.
void append_call(const core::Input* input, core::Instant at, std::string& out);

void append_effect(const core::Effect& effect, std::string& out);

/// The core's next deadline.
void append_wait(core::Instant until, std::string& out);

/// Whether a line holds an effect, going by how it begins.
bool is_effect(std::string_view line);

/// Whether it is JSON at all.
bool is_json(std::string_view line);

// These read a line without its end and throw a std::invalid_argument that says what is wrong.
RecordingHeader read_header(std::string_view line);
RecordedCall read_call(std::string_view line, wire::Decoder& decoder);

}  // namespace fishtank::stage
