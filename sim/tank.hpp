#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/effect.hpp"
#include "core/frame.hpp"
#include "core/input.hpp"
#include "plan/plan.hpp"
#include "sim/flow.hpp"
#include "sim/scheduler.hpp"
#include "sim/segment.hpp"
#include "trace/recorder.hpp"
#include "wire/frame_codec.hpp"

namespace fishtank::sim {

class StreamPool;
class ServiceDesk;

/// What everybody in one world shares: its time, its record, its plan, the room for what is under
/// way, and buffers that are used again and again.
struct Tank {
  Tank(const plan::Plan& the_plan, trace::Keep keep, bool use_wire)
      : plan(the_plan), recorder(the_plan, keep), wire(use_wire) {}

  const plan::Plan& plan;
  Scheduler scheduler;
  trace::Recorder recorder;
  SegmentPool segments;
  bool wire;                        ///< texts travel as bytes
  StreamPool* streams = nullptr;    ///< of the world
  ServiceDesk* services = nullptr;  ///< of the world

  core::Effects effects;              ///< of the one client that is being handled
  std::vector<core::Input> feedback;  ///< inputs that its effects caused at once

  /// Writes a record down: `record` with the moment, the client and the fault filled in.
  void write(trace::Record record, std::uint32_t client, FaultId fault = kNoFault) {
    record.at = scheduler.now();
    record.client = client;
    record.fault = fault;
    recorder.write(record);
  }

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
