#include "plan/link_profiles.hpp"

#include <algorithm>
#include <array>

namespace fishtank::plan {
namespace {

using core::milliseconds;

constexpr std::int64_t kMegabit = 125'000;  ///< bytes
constexpr std::int64_t kKiB = 1'024;

Link link(milliseconds latency, milliseconds jitter, std::int64_t bytes_per_second,
          std::uint32_t loss_ppm) {
  return {latency, jitter, bytes_per_second, loss_ppm};
}

}  // namespace

std::span<const LinkProfile> link_profiles() {
  static const std::array all{
      LinkProfile{"cellular",
                  "A phone on 4G that moves: 60 ms one way with up to 80 ms more from scheduling, "
                  "10 Mbit/s up and 30 down, 0.5 % of the segments lost at the edge of a cell.",
                  {.up = link(milliseconds(60), milliseconds(80), 10 * kMegabit, 5'000),
                   .down = link(milliseconds(60), milliseconds(80), 30 * kMegabit, 5'000)}},
      LinkProfile{"default",
                  "What a scenario without `network` has: 50 ms one way, nothing else. A distant "
                  "data centre on a path without trouble.",
                  {}},
      LinkProfile{
          "lan",
          "The same building: 0.5 ms one way, 1 Gbit/s, no loss. Tests of logic in which "
          "the network should not matter.",
          {.up = {.latency = core::nanoseconds(500'000), .bytes_per_second = 1'000 * kMegabit},
           .down = {.latency = core::nanoseconds(500'000), .bytes_per_second = 1'000 * kMegabit}}},
      LinkProfile{"office_proxy",
                  "A proxy that inspects traffic: 35 ms one way with up to 40 ms more while it "
                  "thinks, 20 Mbit/s shared, and small buffers of 64 KiB, so that a peer that "
                  "does not read is felt soon.",
                  {.up = link(milliseconds(35), milliseconds(40), 20 * kMegabit, 0),
                   .down = link(milliseconds(35), milliseconds(40), 20 * kMegabit, 0),
                   .send_buffer = 64 * kKiB,
                   .receive_buffer = 64 * kKiB}},
      LinkProfile{"satellite",
                  "A geostationary satellite: 36 000 km up and down again are 240 ms, with the "
                  "ground stations 280 ms one way; 2 Mbit/s up and 10 down; 1 % lost to weather.",
                  {.up = link(milliseconds(280), milliseconds(20), 2 * kMegabit, 10'000),
                   .down = link(milliseconds(280), milliseconds(20), 10 * kMegabit, 10'000)}},
      LinkProfile{"wifi",
                  "A home or a café: 15 ms one way with up to 25 ms more when the air is busy, "
                  "50 Mbit/s each way, 0.1 % lost beyond what the radio itself repeats.",
                  {.up = link(milliseconds(15), milliseconds(25), 50 * kMegabit, 1'000),
                   .down = link(milliseconds(15), milliseconds(25), 50 * kMegabit, 1'000)}},
  };
  return all;
}

const LinkProfile* find_link_profile(std::string_view name) {
  const auto all = link_profiles();
  const auto found = std::ranges::find(all, name, &LinkProfile::name);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace fishtank::plan
