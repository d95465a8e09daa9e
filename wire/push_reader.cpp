#include <array>
#include <vector>

#include "wire/frame_reader.hpp"
#include "wire/protocol_constants.hpp"

namespace fishtank::wire {
namespace {

/// An item without a text as data is one broken item, and no reason to lose its neighbours.
core::PushItem read_item(const JsonNode& item, ItemDecoder& decoder) {
  const JsonNode data = item.member("data");
  return data.is_text() ? decoder.decode(data.text()) : core::Undecodable{};
}

core::Shared<std::vector<core::PushItem>> read_items(const FrameSource& source) {
  const JsonNode package = source.body.object_if_any().member("syncPushPackage");
  if (!package.object_if_any().exists()) return {};
  std::vector<core::PushItem> items;
  package.member("data").for_each(
      [&](const JsonNode& item) { items.push_back(read_item(item, source.items)); });
  return items;
}

core::Frame read_package(core::PushPath path, const FrameSource& source) {
  return core::Push{
      .mid = source.mid(), .sid = source.sid(), .path = path, .items = read_items(source)};
}

core::Frame read_kick(core::KickPath path, const FrameSource& source) {
  return core::Kick{.mid = source.mid(), .sid = source.sid(), .path = path};
}

}  // namespace

core::Frame read_push(std::string_view path, const FrameSource& source) {
  if (path == kPathSync) return read_package(core::PushPath::sync, source);
  if (path == kPathVulcan) return read_package(core::PushPath::vulcan, source);
  if (path == kPathPara) return read_package(core::PushPath::para, source);
  if (path == kPathKickout) return read_kick(core::KickPath::kickout, source);
  if (path == kPathKickoutV2) return read_kick(core::KickPath::kickout_v2, source);
  if (path == kPathSessionRemove) return read_kick(core::KickPath::session_remove, source);
  return core::OtherPush{.mid = source.mid(), .sid = source.sid(), .lwp = std::string(path)};
}

}  // namespace fishtank::wire
