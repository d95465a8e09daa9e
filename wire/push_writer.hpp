#pragma once

#include <algorithm>
#include <limits>
#include <optional>

#include "core/frame.hpp"
#include "wire/json_writer.hpp"
#include "wire/message_codec.hpp"
#include "wire/protocol_constants.hpp"
#include "wire/response_writer.hpp"

/// The server's own requests as JSON (protocol.md 4.1 and 4.5). Internal to frame_encode.cpp.
namespace fishtank::wire {

constexpr std::string_view path_of(core::PushPath path) {
  switch (path) {
    case core::PushPath::sync: return kPathSync;
    case core::PushPath::vulcan: return kPathVulcan;
    case core::PushPath::para: return kPathPara;
  }
  return {};
}

constexpr std::string_view path_of(core::KickPath path) {
  switch (path) {
    case core::KickPath::kickout: return kPathKickout;
    case core::KickPath::kickout_v2: return kPathKickoutV2;
    case core::KickPath::session_remove: return kPathSessionRemove;
  }
  return {};
}

/// How a package labels an item beside its data (protocol.md 4.1, 4.2).
struct ItemLabel {
  int biz_type = 40;
  int object_type = 40000;
};

constexpr ItemLabel label_of(const core::PushItem& item) {
  if (std::holds_alternative<core::Typing>(item)) return {40, 40006};
  if (std::holds_alternative<core::ReadReceipt>(item)) return {40, 40103};
  if (std::holds_alternative<core::SystemNotice>(item)) return {370, 370000};
  return {};
}

/// When the item came to be, if it says so.
inline std::optional<std::int64_t> time_of(const core::PushItem& item) {
  if (const auto* chat = std::get_if<core::ChatMessage>(&item)) return chat->created_ms;
  if (const auto* receipt = std::get_if<core::ReadReceipt>(&item)) return receipt->read_ms;
  return std::nullopt;
}

/// The times that a package tells about its items; all 0 if none of them has one.
struct PackageTimes {
  std::int64_t oldest_ms = 0;
  std::int64_t newest_ms = 0;

  /// `maxPts`, held within its 64 bits for times that no clock shows.
  std::int64_t newest_us() const {
    constexpr std::int64_t limit = std::numeric_limits<std::int64_t>::max() / 1000;
    return std::clamp(newest_ms, -limit, limit) * 1000;
  }
};

inline PackageTimes times_of(const std::vector<core::PushItem>& items) {
  std::optional<PackageTimes> times;
  for (const core::PushItem& item : items) {
    const std::optional<std::int64_t> time = time_of(item);
    if (!time) continue;
    if (!times) times = PackageTimes{*time, *time};
    times->oldest_ms = std::min(times->oldest_ms, *time);
    times->newest_ms = std::max(times->newest_ms, *time);
  }
  return times.value_or(PackageTimes{});
}

/// A server request carries what the client registered with (protocol.md 2). One without mid and
/// sid is broken on purpose and has no headers at all.
template <typename Sink>
void put_push_head(Sink& sink, std::string_view path, const core::Mid& mid, const core::Sid& sid) {
  write(sink, R"({"lwp":)", Quoted{path});
  if (mid.empty() && sid.empty()) return;
  write(sink, R"(,"headers":{"app-key":")", kAppKey, R"(","mid":)", Quoted{mid.view()},
        R"(,"ua":")", kUserAgent, R"(","sid":)", Quoted{sid.view()}, "}");
}

template <typename Sink>
void put_row(Sink& sink, const core::PushItem& item) {
  const ItemLabel label = label_of(item);
  write(sink, R"({"bizType":)", label.biz_type, R"(,"data":)", Quoted{encode_item(item)},
        R"(,"streamId":")", label.biz_type, R"(","objectType":)", label.object_type, "}");
}

template <typename Sink>
void put_package(Sink& sink, const std::vector<core::PushItem>& items) {
  const PackageTimes times = times_of(items);
  write(sink, R"("syncPushPackage":{"maxHighPts":0,"startSeq":1,"endSeq":)",
        static_cast<std::int64_t>(items.size()), R"(,"minCreateTime":)", times.oldest_ms,
        R"(,"data":)");
  put_rows(sink, items);
  write(sink, R"(,"maxPts":)", times.newest_us(), R"(,"hasMore":0,"timestamp":)", times.newest_ms,
        "}");
}

/// A push without items has no package at all, which its clients pass over.
template <typename Sink>
void put_frame(Sink& sink, const core::Push& push) {
  const bool is_backlog = push.path == core::PushPath::vulcan;
  put_push_head(sink, path_of(push.path), push.mid, push.sid);
  write(sink, R"(,"body":{)");
  if (push.items) {
    put_package(sink, *push.items);
    write(sink, ",");
  }
  write(sink, R"("syncExtensionModel":{"reconnectType":)", is_backlog ? 1 : 0,
        R"(,"failover":0,"fingerprint":-900000000})");
  if (is_backlog) write(sink, R"(,"syncExtraType":{"type":3})");
  write(sink, "}}");
}

template <typename Sink>
void put_frame(Sink& sink, const core::Kick& kick) {
  write(sink, R"({"lwp":)", Quoted{path_of(kick.path)}, R"(,"headers":{"mid":)",
        Quoted{kick.mid.view()}, R"(,"sid":)", Quoted{kick.sid.view()}, R"(},"body":{}})");
}

template <typename Sink>
void put_frame(Sink& sink, const core::OtherPush& push) {
  put_push_head(sink, push.lwp, push.mid, push.sid);
  write(sink, R"(,"body":{}})");
}

template <typename Sink>
void put_frame(Sink& sink, const core::AppPing&) {
  write(sink, R"({"type":"ping"})");
}

}  // namespace fishtank::wire
