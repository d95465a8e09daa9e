/// What somebody posts to the control interface of `fishtank serve`.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "serve/control.hpp"
#include "trace/vocabulary.hpp"

/// Whatever it is, it is an event or a reason why it is none.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = fishtank::serve::read_event(text, fishtank::trace::vocabulary());
  const auto* why = std::get_if<std::string>(&read);
  if (why != nullptr && why->empty()) std::abort();
  return 0;
}
