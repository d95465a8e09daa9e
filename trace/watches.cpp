#include "trace/watches.hpp"

#include <algorithm>

namespace fishtank::trace {

namespace {

/// What happens with every heartbeat.
constexpr KindSet kOften = kFramedKinds | kinds(RecordKind::sent);
constexpr KindSet kHost = kinds(RecordKind::frozen, RecordKind::thawed);

bool has(KindSet set, std::size_t kind) { return (set >> kind & 1U) != 0; }

std::size_t round_up(std::size_t size, std::size_t alignment) {
  return (size + alignment - 1) / alignment * alignment;
}

}  // namespace

Watches::Watches(const plan::Plan& plan, std::span<const ClientStatus> statuses,
                 std::span<const CheckSpec* const> checks)
    : around_{plan, statuses}, clients_(plan::client_count(plan)), awake_(clients_) {
  place(checks);
  for_each_watch([this](const Placed& placed, std::uint32_t client) {
    placed.spec->watch.construct(watch(placed, client));
  });
  for (const Placed& placed : placed_) {
    for (std::size_t kind = 0; kind < kRecordKinds; ++kind) {
      if (!has(placed.spec->sees, kind)) continue;
      if (!has(kFramedKinds, kind)) by_kind_[kind].push_back(placed);
      for (std::size_t frame = 0; frame < core::kFrameKinds; ++frame) {
        const bool wanted = (placed.spec->frames >> frame & 1U) != 0;
        if (has(kFramedKinds, kind) && wanted) by_frame_[kind][frame].push_back(placed);
      }
    }
  }
}

Watches::~Watches() {
  for_each_watch([this](const Placed& placed, std::uint32_t client) {
    placed.spec->watch.destroy(watch(placed, client));
  });
}

void Watches::place(std::span<const CheckSpec* const> checks) {
  for (const CheckSpec* spec : checks) placed_.push_back({.spec = spec, .offset = 0});
  std::stable_partition(placed_.begin(), placed_.end(),
                        [](const Placed& placed) { return (placed.spec->sees & kOften) != 0; });
  std::size_t of_run = 0;
  for (Placed& placed : placed_) {
    std::size_t& size = placed.spec->scope == Scope::client ? stride_ : of_run;
    placed.offset = round_up(size, placed.spec->watch.alignment);
    size = placed.offset + placed.spec->watch.size;
    if (placed.spec->scope == Scope::client && (placed.spec->sees & kOften) != 0) hot_ = size;
  }
  stride_ = round_up(stride_, alignof(std::max_align_t));
  memory_ = std::make_unique<std::byte[]>(stride_ * clients_ + of_run);
}

void* Watches::watch(const Placed& placed, std::uint32_t client) const {
  const bool of_run = placed.spec->scope == Scope::run;
  return memory_.get() + stride_ * (of_run ? clients_ : client) + placed.offset;
}

/// `visit(placed, client)`, with kNoClient for a watch of the run.
template <typename Visit>
void Watches::for_each_watch(Visit visit) const {
  for (const Placed& placed : placed_) {
    if (placed.spec->scope == Scope::run) {
      visit(placed, kNoClient);
      continue;
    }
    for (std::uint32_t client = 0; client < clients_; ++client) visit(placed, client);
  }
}

void Watches::see(const Record& record, Violations& out) {
  if (record.client >= clients_) return;
  const auto kind = static_cast<std::size_t>(record.kind);
  if (has(kHost, kind)) awake_.see(record);
  const auto& interested =
      has(kFramedKinds, kind) ? by_frame_[kind][static_cast<std::size_t>(frame_kind(record.detail))]
                              : by_kind_[kind];
  if (interested.empty()) return;
  const Instant awake = awake_.of(record.client, record.at);
  for (const Placed& placed : interested) {
    const bool of_run = placed.spec->scope == Scope::run;
    const Scene scene(around_, placed.spec->name, of_run ? kNoClient : record.client, record.at,
                      of_run ? record.at : awake, out);
    placed.spec->watch.see(watch(placed, record.client), record, scene);
  }
}

void Watches::finish(Instant end, Violations& out) {
  for_each_watch([&](const Placed& placed, std::uint32_t client) {
    const Instant awake = client == kNoClient ? end : awake_.of(client, end);
    const Scene scene(around_, placed.spec->name, client, end, awake, out);
    placed.spec->watch.finish(watch(placed, client), scene);
  });
}

}  // namespace fishtank::trace
