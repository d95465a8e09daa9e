#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "core/message.hpp"

/// What a sync package carries: core::PushItem <-> base64 of MessagePack or JSON (protocol.md 4.2
/// to 4.4).
namespace fishtank::wire {

/// The `data` text of an item. A chat message has every key that some client needs (the columns
/// of 4.3), so that all of them can read it. A core::ChatMessage knows no `bizTag.messageId`; its
/// id stands there too.
std::string encode_item(const core::PushItem& item);

/// Decodes items; keeps its buffers, so one decoder is to be used for many.
class ItemDecoder {
 public:
  ItemDecoder();
  ~ItemDecoder();
  ItemDecoder(ItemDecoder&&) noexcept;
  ItemDecoder& operator=(ItemDecoder&&) noexcept;

  /// Never fails: what is not one of the shapes of 4.3 and 4.4 is Undecodable and keeps `data`.
  /// An object with `chatType` is a SystemNotice, other JSON is read as a message just as
  /// MessagePack. A chat message needs text, conversation and sender; the rest may be missing and
  /// is empty then. An unknown content type counts as text.
  core::PushItem decode(std::string_view data);

 private:
  struct Buffers;
  std::unique_ptr<Buffers> buffers_;
};

}  // namespace fishtank::wire
