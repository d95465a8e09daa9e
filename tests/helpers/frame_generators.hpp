#pragma once

#include <rapidcheck.h>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/frame.hpp"
#include "core/message.hpp"

/// RapidCheck generators for frames and what they are made of, for the tests of any folder. All
/// values are such as the wire can say (wire/frame_codec.hpp lists the conditions).
namespace fishtank::tests {

/// The UTF-8 bytes of one code point that is no surrogate.
inline std::string utf8(std::uint32_t code_point) {
  const auto tail = [code_point](int shift) {
    return static_cast<char>(0x80 | (code_point >> shift & 0x3f));
  };
  if (code_point < 0x80) return {static_cast<char>(code_point)};
  if (code_point < 0x800) return {static_cast<char>(0xc0 | code_point >> 6), tail(0)};
  if (code_point < 0x10000) return {static_cast<char>(0xe0 | code_point >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xf0 | code_point >> 18), tail(12), tail(6), tail(0)};
}

/// One character: letters, what JSON escapes, Chinese, emoji, the edges of each UTF-8 length.
inline rc::Gen<std::string> any_character() {
  return rc::gen::map(
      rc::gen::weightedOneOf<std::uint32_t>({
          {8, rc::gen::inRange<std::uint32_t>(0x20, 0x7f)},
          {2, rc::gen::inRange<std::uint32_t>(0x00, 0x20)},
          {2, rc::gen::element<std::uint32_t>('"', '\\', '/', 0x7f, 0x80, 0x7ff, 0x800, 0xffff)},
          {4, rc::gen::inRange<std::uint32_t>(0x4e00, 0xa000)},
          {2, rc::gen::inRange<std::uint32_t>(0x1f300, 0x1f700)},
      }),
      utf8);
}

/// UTF-8 of any length that RapidCheck's size allows.
inline rc::Gen<std::string> any_text() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(any_character()),
                      [](const std::vector<std::string>& characters) {
                        std::string text;
                        for (const std::string& character : characters) text += character;
                        return text;
                      });
}

/// An InlineText of up to `capacity` bytes: whole characters, as many as fit.
template <typename Text>
rc::Gen<Text> any_identifier(std::size_t capacity = Text::capacity) {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(any_character()),
                      [capacity](const std::vector<std::string>& characters) {
                        std::string text;
                        for (const std::string& character : characters) {
                          if (text.size() + character.size() <= capacity) text += character;
                        }
                        return Text(text);
                      });
}

/// A mid: mostly as clients make them, sometimes anything.
inline rc::Gen<core::Mid> any_mid() {
  return rc::gen::oneOf(
      rc::gen::map(rc::gen::inRange<std::int64_t>(0, 9'999'999'999'999'999),
                   [](std::int64_t number) { return core::Mid(std::to_string(number) + " 0"); }),
      any_identifier<core::Mid>());
}

inline rc::Gen<core::Sid> any_sid() { return any_identifier<core::Sid>(); }

/// Any int64, its edges included.
inline rc::Gen<std::int64_t> any_int64() {
  return rc::gen::weightedOneOf<std::int64_t>(
      {{8, rc::gen::arbitrary<std::int64_t>()},
       {4, rc::gen::inRange<std::int64_t>(1'600'000'000'000, 1'900'000'000'000)},
       {1, rc::gen::element(std::numeric_limits<std::int64_t>::min(),
                            std::numeric_limits<std::int64_t>::max())}});
}

/// A conversation id, which ends in "@goofish".
inline rc::Gen<core::ConversationId> any_conversation() {
  constexpr std::string_view ending = "@goofish";
  return rc::gen::map(
      any_identifier<core::ConversationId>(core::ConversationId::capacity - ending.size()),
      [ending](const core::ConversationId& number) {
        return core::ConversationId(std::string(number.view()).append(ending));
      });
}

/// The digits of an item id, or none.
inline rc::Gen<std::string> any_item_digits() {
  return rc::gen::container<std::string>(rc::gen::inRange('0', static_cast<char>('9' + 1)));
}

inline rc::Gen<core::UserId> any_user() { return any_identifier<core::UserId>(); }
inline rc::Gen<core::MessageId> any_message_id() { return any_identifier<core::MessageId>(); }

/// A struct from generators for its members, in order.
template <typename Struct, typename... Members>
rc::Gen<Struct> aggregate(rc::Gen<Members>... members) {
  return rc::gen::map(rc::gen::tuple(std::move(members)...), [](std::tuple<Members...> values) {
    return std::apply([](auto... each) { return Struct{std::move(each)...}; }, std::move(values));
  });
}

/// The same behind a Shared.
template <typename Struct, typename... Members>
rc::Gen<core::Shared<Struct>> shared(rc::Gen<Members>... members) {
  return rc::gen::map(aggregate<Struct>(std::move(members)...),
                      [](Struct value) { return core::Shared<Struct>(std::move(value)); });
}

/// The generator with its values put into a variant.
template <typename Variant, typename Value>
rc::Gen<Variant> as(rc::Gen<Value> generator) {
  return rc::gen::map(std::move(generator), [](Value value) { return Variant(std::move(value)); });
}

// ---- what pushes carry -------------------------------------------------------------------------

inline rc::Gen<core::ChatMessage> any_chat() {
  return aggregate<core::ChatMessage>(
      any_message_id(), any_identifier<core::ConversationId>(), any_user(), any_text(), any_text(),
      any_item_digits(), any_int64(),
      rc::gen::element(core::ContentType::text, core::ContentType::image, core::ContentType::card,
                       core::ContentType::system));
}

/// Texts that stand for nothing: no base64, base64 of no JSON or MessagePack, and well-formed
/// values of unknown shape (an empty map, a string, {"a":1}, ext type).
inline rc::Gen<core::Undecodable> any_undecodable() {
  return rc::gen::map(
      rc::gen::oneOf(rc::gen::map(any_text(), [](const std::string& text) { return "!" + text; }),
                     rc::gen::element<std::string>("", "gA==", "oWE=", "eyJhIjoxfQ==", "1AEC",
                                                   "/////w==", "e30=", "AAAA")),
      [](std::string data) { return core::Undecodable{std::move(data)}; });
}

inline rc::Gen<core::PushItem> any_push_item() {
  using core::PushItem;
  return rc::gen::oneOf(as<PushItem>(any_chat()),
                        as<PushItem>(aggregate<core::OrderStatus>(any_user(), any_text())),
                        as<PushItem>(aggregate<core::Typing>(any_conversation())),
                        as<PushItem>(aggregate<core::ReadReceipt>(
                            any_message_id(), any_identifier<core::ConversationId>(), any_int64())),
                        as<PushItem>(aggregate<core::SystemNotice>(any_text(), any_int64())),
                        as<PushItem>(any_undecodable()));
}

// ---- frames of a client ------------------------------------------------------------------------

/// A path that no client request and no push of the protocol has.
inline rc::Gen<std::string> any_unknown_path() {
  return rc::gen::map(any_text(), [](const std::string& text) { return "/x/" + text; });
}

inline rc::Gen<core::Frame> any_client_frame() {
  using core::Frame;
  return rc::gen::oneOf(
      as<Frame>(aggregate<core::Heartbeat>(any_mid())),
      as<Frame>(aggregate<core::Register>(any_mid(), any_text(), any_text())),
      as<Frame>(aggregate<core::GetState>(any_mid())),
      as<Frame>(aggregate<core::AckDiff>(any_mid(), any_int64(), any_int64())),
      as<Frame>(aggregate<core::CreateConversation>(
          any_mid(), shared<core::NewConversation>(any_user(), any_user(), any_text()))),
      as<Frame>(aggregate<core::SendText>(
          any_mid(), shared<core::OutgoingText>(any_text(), any_identifier<core::ConversationId>(),
                                                any_user(), any_user(), any_text()))),
      as<Frame>(aggregate<core::ListConversations>(any_mid(), any_int64(), any_int64())),
      as<Frame>(aggregate<core::ListMessages>(any_mid(), any_identifier<core::ConversationId>(),
                                              any_int64(), any_int64())),
      as<Frame>(aggregate<core::OtherRequest>(any_mid(), any_unknown_path())),
      as<Frame>(aggregate<core::Ack>(any_mid(), any_sid(), rc::gen::arbitrary<bool>())),
      as<Frame>(rc::gen::just(core::AppPong{})));
}

// ---- frames of the server ----------------------------------------------------------------------

inline rc::Gen<core::ResponseBody> any_response_body() {
  using core::ResponseBody;
  const auto summary = aggregate<core::ConversationSummary>(
      any_identifier<core::ConversationId>(), any_user(), any_user(), any_text(), any_int64());
  const auto entry = aggregate<core::HistoryEntry>(any_user(), any_text(), any_text());
  return rc::gen::oneOf(
      as<ResponseBody>(rc::gen::just(core::EmptyBody{})),
      as<ResponseBody>(aggregate<core::Registered>(any_int64())),
      as<ResponseBody>(aggregate<core::SyncState>(any_int64(), any_int64())),
      as<ResponseBody>(
          aggregate<core::ConversationCreated>(any_identifier<core::ConversationId>())),
      as<ResponseBody>(aggregate<core::TextAccepted>(any_message_id(), any_int64())),
      as<ResponseBody>(aggregate<core::ConversationPage>(
          rc::gen::arbitrary<bool>(), any_int64(),
          rc::gen::container<std::vector<core::ConversationSummary>>(summary))),
      as<ResponseBody>(
          aggregate<core::HistoryPage>(rc::gen::arbitrary<bool>(), any_int64(),
                                       rc::gen::container<std::vector<core::HistoryEntry>>(entry))),
      as<ResponseBody>(aggregate<core::Refusal>(any_text())));
}

/// A response with a body or, often, without one.
inline rc::Gen<core::Response> any_response() {
  using Body = core::Shared<core::ResponseBody>;
  return aggregate<core::Response>(
      any_mid(), any_sid(),
      rc::gen::oneOf(rc::gen::just<std::int32_t>(200), rc::gen::arbitrary<std::int32_t>()),
      rc::gen::oneOf(
          rc::gen::just(Body()),
          rc::gen::map(any_response_body(), [](core::ResponseBody body) { return Body(body); })));
}

/// A push with any number of items, or without a package.
inline rc::Gen<core::Push> any_push() {
  using Items = core::Shared<std::vector<core::PushItem>>;
  const auto items = rc::gen::container<std::vector<core::PushItem>>(any_push_item());
  return aggregate<core::Push>(
      any_mid(), any_sid(),
      rc::gen::element(core::PushPath::sync, core::PushPath::vulcan, core::PushPath::para),
      rc::gen::weightedOneOf<Items>({{1, rc::gen::just(Items())},
                                     {8, rc::gen::map(items, [](std::vector<core::PushItem> list) {
                                        return Items(list);
                                      })}}));
}

inline rc::Gen<core::Frame> any_server_frame() {
  using core::Frame;
  const auto kick_path = rc::gen::element(core::KickPath::kickout, core::KickPath::kickout_v2,
                                          core::KickPath::session_remove);
  return rc::gen::oneOf(
      as<Frame>(any_response()), as<Frame>(any_push()),
      as<Frame>(aggregate<core::Kick>(any_mid(), any_sid(), kick_path)),
      as<Frame>(rc::gen::just(core::AppPing{})),
      as<Frame>(aggregate<core::OtherPush>(any_mid(), any_sid(), any_unknown_path())));
}

inline rc::Gen<core::Frame> any_frame() {
  return rc::gen::oneOf(any_client_frame(), any_server_frame());
}

}  // namespace fishtank::tests
