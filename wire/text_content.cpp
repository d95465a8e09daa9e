#include "wire/text_content.hpp"

#include "wire/base64.hpp"
#include "wire/json_writer.hpp"

namespace fishtank::wire {

std::string encode_text_content(std::string_view text) {
  const std::string json = json_text(R"({"contentType":1,"text":{"text":)", Quoted{text}, "}}");
  std::string base64;
  append_base64(json, base64);
  return base64;
}

std::string read_text_content(const JsonNode& data, JsonParser& parser, Failure& failure) {
  std::string json;
  if (!decode_base64(data.text(), json)) {
    data.fail(DecodeErrorKind::wrong_value, "is no base64");
    return {};
  }
  return std::string(parser.parse(json, failure).member("text").member("text").text_or_empty());
}

}  // namespace fishtank::wire
