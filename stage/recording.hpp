#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <stdexcept>
#include <string>

#include "core/connection.hpp"
#include "core/effect.hpp"
#include "core/input.hpp"
#include "plan/plan.hpp"
#include "stage/observer.hpp"
#include "wire/frame_codec.hpp"

/// What one core was told and what came of it, as a text file: enough to have it live through the
/// same again (replay.hpp). One JSON object a line:
///
///     {"fishtank_recording":1,"client":"client","user":"2200000000002",...,"policy":{...}}
///     {"at":0,"input":"start","possible":true}
///     {"effect":"state_changed","from":"DISCONNECTED","to":"CONNECTING",...}
///     {"effect":"wait","until":30000000000}
///     {"at":30000000000,"input":"tick"}
///
/// Moments are in nanoseconds. A call of the core is followed by its effects, and by the new moment
/// at which it wants to be called if that has changed (null: never). Cookies are
/// left out, and tokens are replaced by their digests: the core looks into neither. Messages are
/// not: they are what the client lives on.
namespace fishtank::stage {

/// What a core begins with.
struct RecordingHeader {
  std::string client;  ///< its name, for people
  core::UserId user;
  std::string device_id;
  core::Seed jitter{};
  std::int64_t wall_start_ms = 0;  ///< the calendar at the beginning, for people
  core::Policy policy;

  core::Connection connection() const;

  bool operator==(const RecordingHeader&) const = default;
};

/// Of the client with that index. std::invalid_argument: its cookies name no user.
RecordingHeader header_of(const plan::Plan& plan, std::uint32_t client);

/// Writes the recording of one client as it lives. What is written is flushed with each call, so
/// that whatever ends the process leaves a recording.
class RecordingWriter final : public Observer {
 public:
  /// Writes the header. The stream outlives the writer; whether it could be written is its to say.
  RecordingWriter(std::ostream& out, std::uint32_t client, const RecordingHeader& header);

  void called(std::uint32_t client, const core::Input* input, core::Instant now,
              const Outcome& outcome) override;

 private:
  std::ostream& out_;
  std::uint32_t client_;
  core::Instant deadline_ = core::kNever;
  std::string text_;
};

/// A recording that cannot be used: the message says what the line is or has, as "has no `at`".
class RecordingError : public std::runtime_error {
 public:
  RecordingError(std::uint64_t line, const std::string& why)
      : std::runtime_error(why), line_(line) {}

  std::uint64_t line() const { return line_; }  ///< from 1

 private:
  std::uint64_t line_;
};

/// A call of the core.
struct RecordedCall {
  core::Instant at{};
  std::optional<core::Input> input;  ///< none: tick()
};

/// Reads a recording line by line, so that its length does not matter. Everything throws a
/// RecordingError for what is none.
class RecordingReader {
 public:
  /// Reads the header. The stream outlives the reader.
  explicit RecordingReader(std::istream& in);

  const RecordingHeader& header() const { return header_; }

  /// The next call; none: the recording is over. Its effects have to be taken before the next.
  std::optional<RecordedCall> next_call();

  /// The next effect of the call, as it stands in the file; none: that was the last.
  std::optional<std::string> next_effect();

  /// Of what was read last.
  std::uint64_t line() const { return line_; }

 private:
  bool look_ahead();
  std::string take();

  std::istream& in_;
  std::optional<std::string> ahead_;  ///< the line after `line_`
  std::uint64_t line_ = 0;
  core::Instant last_{};
  wire::Decoder decoder_;
  RecordingHeader header_;
};

}  // namespace fishtank::stage
