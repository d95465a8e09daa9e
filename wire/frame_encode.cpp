#include <variant>

#include "wire/frame_codec.hpp"
#include "wire/json_writer.hpp"
#include "wire/push_writer.hpp"
#include "wire/request_writer.hpp"
#include "wire/response_writer.hpp"

namespace fishtank::wire {
namespace {

template <typename Sink>
void put_any(Sink& sink, const core::Frame& frame) {
  std::visit([&sink](const auto& value) { put_frame(sink, value); }, frame);
}

}  // namespace

void encode(const core::Frame& frame, std::string& out) {
  TextSink sink(out);
  put_any(sink, frame);
}

std::size_t encoded_size(const core::Frame& frame) {
  CountingSink sink;
  put_any(sink, frame);
  return sink.size();
}

}  // namespace fishtank::wire
