#include "wire/message_pack.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <msgpack.hpp>

#include "wire/json_writer.hpp"
#include "wire/protocol_constants.hpp"

namespace fishtank::wire {
namespace {

/// Called by the MessagePack parser for each token; returning false ends the parsing.
class JsonTranscriber : public msgpack::null_visitor {
 public:
  explicit JsonTranscriber(std::string& out) : out_(out), sink_(out) {}

  bool visit_nil() { return put_value("null"); }
  bool visit_boolean(bool truth) { return put_value(truth ? "true" : "false"); }

  bool visit_positive_integer(std::uint64_t number) { return put_integer(number); }
  bool visit_negative_integer(std::int64_t number) { return put_integer(number); }

  bool visit_float32(float number) { return visit_float64(static_cast<double>(number)); }
  bool visit_float64(double number) {
    if (!std::isfinite(number)) return visit_nil();
    std::array<char, 32> digits{};
    const auto [end, error] = std::to_chars(digits.begin(), digits.end(), number);
    return put_value({digits.data(), static_cast<std::size_t>(end - digits.data())});
  }

  bool visit_str(const char* text, std::uint32_t size) {
    put(sink_, Quoted{{text, size}});
    return true;
  }
  bool visit_bin(const char* bytes, std::uint32_t size) {
    return !in_key_ && visit_str(bytes, size);
  }
  bool visit_ext(const char* /*bytes*/, std::uint32_t /*size*/) { return false; }

  bool start_array(std::uint32_t /*size*/) { return open('['); }
  bool start_array_item() { return separate('['); }
  bool end_array() { return close(']'); }

  bool start_map(std::uint32_t /*size*/) { return open('{'); }
  bool start_map_key() {
    separate('{');
    return in_key_ = true;
  }
  bool end_map_key() {
    in_key_ = false;
    out_.push_back(':');
    return true;
  }
  bool end_map() { return close('}'); }

 private:
  bool put_value(std::string_view json) {
    out_.append(json);
    return !in_key_;
  }

  template <typename Integer>
  bool put_integer(Integer number) {
    std::array<char, 20> digits{};
    const auto [end, error] = std::to_chars(digits.begin(), digits.end(), number);
    if (in_key_) out_.push_back('"');
    out_.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
    if (in_key_) out_.push_back('"');
    return true;
  }

  bool open(char bracket) {
    out_.push_back(bracket);
    return !in_key_ && ++depth_ <= kMaxDepth;
  }
  bool close(char bracket) {
    out_.push_back(bracket);
    --depth_;
    return true;
  }
  bool separate(char opening) {
    if (out_.back() != opening) out_.push_back(',');
    return true;
  }

  std::string& out_;
  TextSink sink_;
  std::size_t depth_ = 0;
  bool in_key_ = false;
};

}  // namespace

bool message_pack_to_json(std::string_view bytes, std::string& out) {
  JsonTranscriber transcriber(out);
  std::size_t end = 0;
  return msgpack::parse(bytes.data(), bytes.size(), end, transcriber) && end == bytes.size();
}

}  // namespace fishtank::wire
