#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "plan/plan.hpp"
#include "trace/check.hpp"
#include "trace/client_status.hpp"
#include "trace/record.hpp"

/// What checks are made of: a small value that watches one client.
namespace fishtank::trace {

/// The time that each client's process has lived: while its host is frozen it stands still. Bounds
/// on how late a client may be are bounds on this time.
class AwakeTime {
 public:
  explicit AwakeTime(std::size_t clients) : clients_(clients) {}

  /// A record of kind frozen or thawed.
  void see(const Record& record) {
    if (hosts_.empty()) hosts_.resize(clients_);
    Host& host = hosts_[record.client];
    if (record.kind == RecordKind::frozen) {
      host.frozen_since = record.at;
    } else if (host.frozen_since != core::kNever) {
      host.frozen += record.at - host.frozen_since;
      host.frozen_since = core::kNever;
    }
  }

  Instant of(std::uint32_t client, Instant at) const {
    if (hosts_.empty()) return at;
    const Host& host = hosts_[client];
    const Instant awake_until = std::min(at, host.frozen_since);
    return awake_until - host.frozen;
  }

 private:
  struct Host {
    Duration frozen{};
    Instant frozen_since = core::kNever;
  };

  std::size_t clients_;
  std::vector<Host> hosts_;  ///< by client; empty as long as nothing was frozen
};

/// What every watch of a run may look at.
struct Surroundings {
  const plan::Plan& plan;
  std::span<const ClientStatus> statuses;  ///< by client; the present record is in them already
  std::optional<Instant> healed_at = std::nullopt;  ///< the plan is over and every fault is healed
};

/// What a watch knows besides the record, and where it reports.
class Scene {
 public:
  /// `client` is kNoClient for a watch of the whole run.
  Scene(const Surroundings& around, std::string_view check, std::uint32_t client, Instant at,
        Instant awake, Violations& out)
      : around_(around), check_(check), client_(client), at_(at), awake_(awake), out_(out) {}

  /// Now.
  Instant at() const { return at_; }

  /// Now, in the time that the client's process has lived.
  Instant awake() const { return awake_; }

  const plan::Plan& plan() const { return around_.plan; }

  /// Of the client that is watched.
  const core::Policy& policy() const { return plan::client_of(plan(), client_).policy; }
  const ClientStatus& status() const { return around_.statuses[client_]; }

  /// How long ago the plan ended and every fault healed; empty while it lasts.
  std::optional<Duration> healed_for() const {
    if (!around_.healed_at) return std::nullopt;
    return at_ - *around_.healed_at;
  }

  /// The property is broken now.
  void broken(std::string message) const { broken_at(at_, std::move(message)); }

  /// It has been broken since a moment of the run.
  void broken_at(Instant at, std::string message) const {
    out_.add({.check = check_,
              .client = client_,
              .at = at,
              .found = at_,
              .message = std::move(message)});
  }

  /// It has been broken since a moment of the process's time.
  void broken_since(Instant awake, std::string message) const {
    broken_at(at_ - (awake_ - awake), std::move(message));
  }

 private:
  const Surroundings& around_;
  std::string_view check_;
  std::uint32_t client_;
  Instant at_;
  Instant awake_;
  Violations& out_;
};

/// The type-erased `W` for CheckSpec::watch. `W` is default-constructed for each client and has
/// see(const Record&, const Scene&) and finish(const Scene&).
template <typename W>
constexpr WatchType watch() {
  static_assert(alignof(W) <= alignof(std::max_align_t));
  return {
      .size = sizeof(W),
      .alignment = alignof(W),
      .construct = [](void* place) { new (place) W(); },
      .destroy = [](void* place) { static_cast<W*>(place)->~W(); },
      .see = [](void* place, const Record& record,
                const Scene& scene) { static_cast<W*>(place)->see(record, scene); },
      .finish = [](void* place, const Scene& scene) { static_cast<W*>(place)->finish(scene); },
  };
}

}  // namespace fishtank::trace
