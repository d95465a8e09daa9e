#include "live/bad_frame.hpp"

#include <cstdint>

namespace fishtank::live {

namespace {

// RFC 6455 5.2, the first byte.
constexpr unsigned kFin = 0x80;
constexpr unsigned kReserved1 = 0x40;
constexpr unsigned kContinuation = 0x0;
constexpr unsigned kText = 0x1;
constexpr unsigned kUndefined = 0x3;
constexpr unsigned kPing = 0x9;
// The second byte.
constexpr unsigned kMasked = 0x80;

std::string frame(unsigned first, unsigned mask, std::uint64_t size) {
  std::string head;
  head.push_back(static_cast<char>(first));
  int length_bytes = 0;
  if (size < 126) {
    head.push_back(static_cast<char>(mask | static_cast<unsigned>(size)));
  } else if (size < 65536) {
    head.push_back(static_cast<char>(mask | 126U));
    length_bytes = 2;
  } else {
    head.push_back(static_cast<char>(mask | 127U));
    length_bytes = 8;
  }
  for (int byte = length_bytes; byte-- > 0;) {
    head.push_back(static_cast<char>(size >> (8 * byte) & 0xffU));
  }
  return head;
}

}  // namespace

std::string bytes_of(const plan::BadFrame& bad) {
  using Kind = plan::BadFrame::Kind;
  switch (bad.kind) {
    case Kind::reserved_bits: return frame(kFin | kReserved1 | kText, 0, 2) + "hi";
    case Kind::bad_opcode: return frame(kFin | kUndefined, 0, 2) + "hi";
    case Kind::masked: return frame(kFin | kText, kMasked, 2) + std::string(4, '\0') + "hi";
    case Kind::long_control: return frame(kFin | kPing, 0, 126) + std::string(126, 'x');
    case Kind::stray_continuation: return frame(kFin | kContinuation, 0, 2) + "hi";
    case Kind::invalid_utf8: return frame(kFin | kText, 0, 2) + "\xc3\x28";
    case Kind::oversize: {
      const auto size = static_cast<std::uint64_t>(bad.size);
      return frame(kFin | kText, 0, size) + std::string(size, 'x');
    }
  }
  __builtin_unreachable();
}

}  // namespace fishtank::live
