#include <fmt/format.h>

#include "trace/watch.hpp"

namespace fishtank::trace::check {
namespace {

struct Watch {
  static constexpr std::string_view kName = "single_transport";

  void see(const Record& record, const Scene& scene) {
    if (record.kind != RecordKind::open_transport) {
      if (attempt_of(record) == attempt) attempt = {};
      return;
    }
    if (attempt != core::AttemptId{}) {
      scene.broken(
          fmt::format("attempt {} opens a transport while that of attempt {} is still "
                      "there: neither closed nor aborted",
                      static_cast<unsigned>(attempt_of(record)), static_cast<unsigned>(attempt)));
    }
    attempt = attempt_of(record);
  }
  void finish(const Scene&) {}

  core::AttemptId attempt{};  ///< 0: no transport is there
};

}  // namespace

/// Bound: none. A transport is there from OpenTransport until OpenFailed, Closed or AbortTransport.
const CheckSpec& single_transport() {
  static constexpr CheckSpec spec{
      .name = Watch::kName,
      .about =
          "At most one transport is open or opening: the next one is opened only after the "
          "old one has closed, failed to open, or been aborted.",
      .bound = "",
      .sees = kinds(RecordKind::open_transport, RecordKind::open_failed, RecordKind::closed,
                    RecordKind::abort_transport),
      .watch = watch<Watch>(),
  };
  return spec;
}

}  // namespace fishtank::trace::check
