#include "stage/people.hpp"

#include "core/random.hpp"

namespace fishtank::stage {

namespace {

// Two ranges of 13 digits, so that no buyer is a client.
constexpr std::uint64_t kFirstClient = 2'200'000'000'002;
constexpr std::uint64_t kFirstBuyer = 3'300'000'000'000;
constexpr std::uint64_t kBuyers = 1'000'000'000'000;

}  // namespace

core::UserId user_id_of(std::string_view buyer) {
  core::Random random(core::derive(core::Seed{}, buyer));
  return std::string_view(std::to_string(kFirstBuyer + random.below(kBuyers)));
}

std::string cookies_of(std::uint32_t client) {
  const std::string user = std::to_string(kFirstClient + client);
  return "unb=" + user +
         "; cookie2=made-up; cna=made-up; _m_h5_tk=0123456789abcdef0123456789abcdef_1";
}

}  // namespace fishtank::stage
