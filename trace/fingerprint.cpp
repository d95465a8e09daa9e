#include "trace/fingerprint.hpp"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <bit>
#include <type_traits>

namespace fishtank::trace {

static_assert(std::endian::native == std::endian::little);
static_assert(std::has_unique_object_representations_v<Record>, "no padding is hashed");

struct RunningFingerprint::State {
  XXH3_state_t xxh3;
};

std::string to_text(Fingerprint fingerprint) {
  return fmt::format("{:016x}", static_cast<std::uint64_t>(fingerprint));
}

RunningFingerprint::RunningFingerprint() : state_(std::make_unique<State>()) {
  XXH3_64bits_reset(&state_->xxh3);
}

RunningFingerprint::~RunningFingerprint() = default;
RunningFingerprint::RunningFingerprint(RunningFingerprint&&) noexcept = default;
RunningFingerprint& RunningFingerprint::operator=(RunningFingerprint&&) noexcept = default;

void RunningFingerprint::hash_block() {
  XXH3_64bits_update(&state_->xxh3, block_.data(), filled_ * sizeof(Record));
  filled_ = 0;
}

Fingerprint RunningFingerprint::value() const {
  XXH3_state_t so_far;
  XXH3_copyState(&so_far, &state_->xxh3);
  XXH3_64bits_update(&so_far, block_.data(), filled_ * sizeof(Record));
  return static_cast<Fingerprint>(XXH3_64bits_digest(&so_far));
}

}  // namespace fishtank::trace
