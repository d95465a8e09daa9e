#include "bench/process_memory.hpp"

#include <malloc.h>

#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace fishtank::bench {

namespace {

/// A line of /proc/self/status, such as "VmRSS:    1234 kB".
std::int64_t status(std::string_view key) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(key)) return std::stoll(line.substr(key.size())) * 1024;
  }
  throw std::runtime_error("/proc/self/status has no " + std::string(key));
}

}  // namespace

void forget_peak() {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";  // proc(5): resets the peak resident set size
}

std::int64_t resident_now() { return status("VmRSS:"); }

std::int64_t resident_peak() { return status("VmHWM:"); }

}  // namespace fishtank::bench
