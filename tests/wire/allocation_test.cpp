#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>

#include "wire/frame_codec.hpp"

// This test program counts its own allocations.
namespace {
std::size_t allocations = 0;
}

void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size);
}
void* operator new(std::size_t size) {
  if (void* memory = operator new(size, std::nothrow)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }

namespace fishtank::wire {
namespace {

/// How often `act` allocates the second time, when every buffer has grown.
template <typename Act>
std::size_t allocations_of(Act act) {
  act();
  const std::size_t before = allocations;
  act();
  return allocations - before;
}

constexpr std::string_view kSession = "2100aa00112233445566778899001122334455667788";

TEST(Allocation, IsNotNeededForHeartbeatsAndTheirAnswers) {
  const core::Frame heartbeat = core::Heartbeat{"5321760000015000 0"};
  const core::Frame answer = core::Response{"5321760000015000 0", kSession, 200, {}};
  std::string text;
  Decoder decoder;
  EXPECT_EQ(allocations_of([&] {
              text.clear();
              encode(heartbeat, text);
              const Decoded decoded = decoder.from_client(text);
              EXPECT_EQ(encoded_size(heartbeat), text.size());
              EXPECT_EQ(decoded.index(), 0U);
            }),
            0U);
  EXPECT_EQ(allocations_of([&] {
              text.clear();
              encode(answer, text);
              const Decoded decoded = decoder.from_server(text);
              EXPECT_EQ(encoded_size(answer), text.size());
              EXPECT_EQ(decoded.index(), 0U);
            }),
            0U);
}

TEST(Allocation, IsNotNeededForAcknowledgements) {
  const core::Frame ack = core::Ack{"84a4001c 0", kSession, true};
  std::string text;
  Decoder decoder;
  EXPECT_EQ(allocations_of([&] {
              text.clear();
              encode(ack, text);
              const Decoded decoded = decoder.from_client(text);
              EXPECT_EQ(encoded_size(ack), text.size());
              EXPECT_EQ(decoded.index(), 0U);
            }),
            0U);
}

TEST(Allocation, IsNotNeededToWriteARegistration) {
  const core::Frame request = core::Register{"1 0", std::string(200, 't'), std::string(50, 'd')};
  const core::Frame ready = core::AckDiff{"2 0", 1760000001000000, 1760000001000};
  std::string text;
  EXPECT_EQ(allocations_of([&] {
              text.clear();
              encode(request, text);
              encode(ready, text);
              EXPECT_EQ(encoded_size(request) + encoded_size(ready), text.size());
            }),
            0U);
}

}  // namespace
}  // namespace fishtank::wire
