#pragma once

#include <cstdint>
#include <string_view>

#include "core/frame.hpp"
#include "sim/scheduler.hpp"
#include "sim/segment.hpp"
#include "stage/tank.hpp"
#include "trace/recorder.hpp"
#include "wire/frame_codec.hpp"

namespace fishtank::sim {

class StreamPool;
class ServiceDesk;

/// What everybody in one virtual world shares besides: its time, and the room for what is under
/// way.
struct Tank : stage::Tank {
  Tank(const plan::Plan& the_plan, trace::Keep keep, bool use_wire)
      : stage::Tank(the_plan, recorder), recorder(the_plan, keep), wire(use_wire) {}

  trace::Recorder recorder;
  Scheduler scheduler;
  SegmentPool segments;
  bool wire;                        ///< texts travel as bytes
  StreamPool* streams = nullptr;    ///< of the world
  ServiceDesk* services = nullptr;  ///< of the world

  /// A frame as it travels, and its bytes on the line with the framing of RFC 6455 5.2.
  struct Packed {
    Payload payload;
    std::uint32_t size;
  };
  Packed pack(core::Frame&& frame, Sender sender);

  /// What the client's codec makes of a text that ours did not write.
  wire::Decoded read_by_client(std::string_view text) { return decoder_.from_server(text); }

  /// What came out. Our codec reads what it wrote: anything else is our own fault.
  core::Frame unpack(Payload&& payload, Sender sender);

 private:
  wire::Decoder decoder_;
};

}  // namespace fishtank::sim
