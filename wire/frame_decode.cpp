#include "wire/frame_codec.hpp"
#include "wire/frame_reader.hpp"
#include "wire/json_node.hpp"
#include "wire/message_codec.hpp"

namespace fishtank::wire {
namespace {

/// How the frames of one side are read.
struct Side {
  core::Frame (*read_request)(std::string_view path, const FrameSource& source);
  core::Frame (*read_answer)(const FrameSource& source);
  std::string_view application_type;  ///< the `type` of its application-level frame
  core::Frame application_frame;
};

core::Frame read_frame(const Side& side, const FrameSource& source) {
  const JsonNode path = source.root.member("lwp");
  if (path.exists()) return side.read_request(path.text(), source);
  if (source.root.member("code").exists()) return side.read_answer(source);
  const JsonNode type = source.root.member("type");
  if (type.is_text() && type.text() == side.application_type) return side.application_frame;
  source.failure.report(DecodeErrorKind::unknown_shape,
                        R"(the frame has neither "lwp" nor "code" and is no application )" +
                            std::string(side.application_type));
  return {};
}

}  // namespace

struct Decoder::Buffers {
  JsonParser frame;
  JsonParser contents;
  ItemDecoder items;

  Decoded decode(const Side& side, std::string_view text) {
    Failure failure;
    const JsonNode root = frame.parse(text, failure);
    if (failure) return failure.take();
    const FrameSource source{.root = root,
                             .headers = root.member("headers").object_if_any(),
                             .body = root.member("body"),
                             .contents = contents,
                             .items = items,
                             .failure = failure};
    core::Frame decoded = read_frame(side, source);
    if (failure) return failure.take();
    return decoded;
  }
};

Decoder::Decoder() : buffers_(std::make_unique<Buffers>()) {}
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;

Decoded Decoder::from_client(std::string_view text) {
  return buffers_->decode({read_request, read_ack, "pong", core::AppPong{}}, text);
}

Decoded Decoder::from_server(std::string_view text) {
  return buffers_->decode({read_push, read_response, "ping", core::AppPing{}}, text);
}

}  // namespace fishtank::wire
