#include "core/random.hpp"

namespace fishtank::core {

Seed derive(Seed root, std::string_view name, std::uint64_t index) {
  // FNV-1a of the name, then one splitmix step each for root and index: cheap, and no two names of
  // ours collide (a test draws them all).
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char character : name) {
    hash = (hash ^ static_cast<unsigned char>(character)) * 0x100000001b3U;
  }
  hash ^= Random(root).next();
  return static_cast<Seed>(Random(static_cast<Seed>(hash + index)).next());
}

std::uint64_t Random::below(std::uint64_t bound) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<Wide>(next()) * bound) >> 64U);
}

Duration Random::below(Duration bound) {
  if (bound <= Duration::zero()) return Duration::zero();
  return Duration(static_cast<std::int64_t>(below(static_cast<std::uint64_t>(bound.count()))));
}

}  // namespace fishtank::core
