#include <msgpack.hpp>
#include <variant>

#include "wire/base64.hpp"
#include "wire/json_writer.hpp"
#include "wire/message_codec.hpp"

namespace fishtank::wire {
namespace {

/// MessagePack into a string. Maps have integer keys on the wire, apart from the one at key 10.
class Packer {
 public:
  Packer& map(std::uint32_t size) {
    packer_.pack_map(size);
    return *this;
  }
  Packer& array(std::uint32_t size) {
    packer_.pack_array(size);
    return *this;
  }
  Packer& number(int value) {
    packer_.pack(value);
    return *this;
  }
  Packer& text(std::string_view value) {
    packer_.pack_str(static_cast<std::uint32_t>(value.size()));
    packer_.pack_str_body(value.data(), static_cast<std::uint32_t>(value.size()));
    return *this;
  }
  /// Always eight bytes: `uint64`, as the real service writes times, or `int64` before 1970.
  Packer& time_ms(std::int64_t value) {
    if (value >= 0) {
      packer_.pack_fix_uint64(static_cast<std::uint64_t>(value));
    } else {
      packer_.pack_fix_int64(value);
    }
    return *this;
  }

  std::string base64() const {
    std::string text;
    append_base64(bytes_.bytes, text);
    return text;
  }

 private:
  struct Bytes {
    std::string bytes;
    void write(const char* data, std::size_t size) { bytes.append(data, size); }
  };

  Bytes bytes_;
  msgpack::packer<Bytes> packer_{bytes_};
};

std::string on_wire(const core::UserId& user) {
  return std::string(user.view()).append(kUserSuffix);
}

std::string_view without_suffix(std::string_view id) {
  if (id.ends_with(kUserSuffix)) id.remove_suffix(kUserSuffix.size());
  return id;
}

/// `1.6.3.5`: the content once more, as JSON text.
std::string content_json(const core::ChatMessage& message) {
  const Quoted text{message.text};
  switch (message.content_type) {
    case core::ContentType::image: return R"({"contentType":2,"image":{"pics":[]}})";
    case core::ContentType::card:
      return json_text(R"({"contentType":26,"dxCard":{"item":{"main":{"exContent":{"title":)", text,
                       "}}}}}");
    case core::ContentType::system:
    case core::ContentType::text: break;
  }
  return json_text(R"({"contentType":)", static_cast<int>(message.content_type),
                   R"(,"text":{"text":)", text, "}}");
}

std::string reminder_url(const core::ChatMessage& message) {
  return "fleamarket://message_chat?itemId=" + message.item +
         "&peerUserId=" + std::string(message.sender.view()) +
         "&sid=" + std::string(without_suffix(message.conversation.view()));
}

void pack_content(Packer& packer, const core::ChatMessage& message) {
  packer.map(2).number(1).number(101).number(3);
  packer.map(5).number(1).text("").number(2).text(message.text).number(3).text("");
  packer.number(4).number(static_cast<int>(message.content_type));
  packer.number(5).text(content_json(message));
}

void pack_reminder(Packer& packer, const core::ChatMessage& message) {
  packer.map(6);
  packer.text("reminderContent").text(message.text);
  packer.text("reminderTitle").text(message.sender_name);
  packer.text("reminderUrl").text(reminder_url(message));
  packer.text("senderUserId").text(message.sender.view());
  packer.text("sessionType").text("1");
  packer.text("bizTag").text(
      json_text(R"({"sourceId":"S:1","messageId":)", Quoted{message.id.view()}, "}"));
}

std::string encode(const core::ChatMessage& message) {
  Packer packer;
  packer.map(2).number(1).map(11);
  packer.number(1).text(on_wire(message.sender));
  packer.number(2).text(message.conversation.view());
  packer.number(3).text(message.id.view());
  packer.number(4).number(0);
  packer.number(5).time_ms(message.created_ms);
  packer.number(6);
  pack_content(packer, message);
  packer.number(7).number(2).number(8).number(1).number(9).number(0);
  packer.number(10);
  pack_reminder(packer, message);
  packer.number(12).number(1);
  const bool is_system = message.content_type == core::ContentType::system;
  packer.number(3).map(1).text("needPush").text(is_system ? "false" : "true");
  return packer.base64();
}

std::string encode(const core::OrderStatus& status) {
  Packer packer;
  packer.map(3).number(1).text(on_wire(status.user)).number(2).number(1);
  packer.number(3).map(1).text("redReminder").text(status.text);
  return packer.base64();
}

std::string encode(const core::Typing& typing) {
  Packer packer;
  packer.map(1).number(1).array(1);
  packer.map(2).number(1).text(typing.conversation.view()).number(2).number(1);
  return packer.base64();
}

std::string encode(const core::ReadReceipt& receipt) {
  Packer packer;
  packer.map(6).number(1).text(receipt.message.view()).number(2).number(2).number(3).number(0);
  packer.number(4).text(receipt.conversation.view()).number(5).number(1);
  packer.number(6).time_ms(receipt.read_ms);
  return packer.base64();
}

std::string encode(const core::SystemNotice& notice) {
  const std::string json =
      json_text(R"({"chatType":)", notice.chat_type,
                R"(,"operation":{"content":{"contentType":8,"sessionArouse":{}}},"sessionId":)",
                Quoted{notice.session}, "}");
  std::string text;
  append_base64(json, text);
  return text;
}

std::string encode(const core::Undecodable& item) { return item.data; }

}  // namespace

std::string encode_item(const core::PushItem& item) {
  return std::visit([](const auto& value) { return encode(value); }, item);
}

}  // namespace fishtank::wire
