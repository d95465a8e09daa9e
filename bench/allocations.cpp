#include "bench/allocations.hpp"

#include <cstdlib>
#include <new>

namespace {

// The programs that link this have one thread.
std::uint64_t count = 0;

}  // namespace

void* operator new(std::size_t size) {
  ++count;
  void* const memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace fishtank::bench {

std::uint64_t allocations() { return count; }

}  // namespace fishtank::bench
