#pragma once

#include <cstddef>
#include <string_view>

/// The fixed texts and the limits of the LWP protocol, each in one place for both directions.
/// Sections are those of protocol.md. All texts stand in JSON as they are, without escapes.
namespace fishtank::wire {

// ---- limits on what is decoded ------------------------------------------------------------------

/// Longest text of a frame in bytes: what the `websockets` clients accept too (section 1).
inline constexpr std::size_t kMaxFrameBytes = 1 << 20;

/// Deepest nesting of JSON or MessagePack. The deepest frame of the protocol has 8 levels.
inline constexpr std::size_t kMaxDepth = 32;

/// Most elements of a list: items of a sync package, rows of a page.
inline constexpr std::size_t kMaxItems = 4096;

// ---- what a client registers with (section 3) ---------------------------------------------------

inline constexpr std::string_view kAppKey = "444e9908a51d1cb236a27862abc769c9";
inline constexpr std::string_view kUserAgent =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/133.0.0.0 Safari/537.36 DingTalk(2.1.5) OS(Windows/10) Browser(Chrome/133.0.0.0) "
    "DingWeb/2.1.5 IMPaaS DingWeb/2.1.5";

/// What the wire appends to a user id, and what conversation ids already end in (section 2).
inline constexpr std::string_view kUserSuffix = "@goofish";

// ---- paths of client requests (section 3) -------------------------------------------------------

inline constexpr std::string_view kPathRegister = "/reg";
inline constexpr std::string_view kPathHeartbeat = "/!";
inline constexpr std::string_view kPathGetState = "/r/SyncStatus/getState";
inline constexpr std::string_view kPathAckDiff = "/r/SyncStatus/ackDiff";
inline constexpr std::string_view kPathCreateConversation = "/r/SingleChatConversation/create";
inline constexpr std::string_view kPathSendText = "/r/MessageSend/sendByReceiverScope";
inline constexpr std::string_view kPathListConversations = "/r/Conversation/listNewestPagination";
inline constexpr std::string_view kPathListMessages = "/r/MessageManager/listUserMessages";

// ---- paths of server pushes (sections 4.1 and 4.5) ----------------------------------------------

inline constexpr std::string_view kPathSync = "/s/sync";
inline constexpr std::string_view kPathVulcan = "/s/vulcan";
inline constexpr std::string_view kPathPara = "/s/para";
inline constexpr std::string_view kPathKickout = "/push/kickout";
inline constexpr std::string_view kPathKickoutV2 = "/push/kickoutV2";
inline constexpr std::string_view kPathSessionRemove = "/s/session/remove";

// ---- the HTTP services (section 5) --------------------------------------------------------------

inline constexpr std::string_view kH5AppKey = "34839810";
inline constexpr std::string_view kTokenApi = "mtop.taobao.idlemessage.pc.login.token";
inline constexpr std::string_view kTokenPath = "/h5/mtop.taobao.idlemessage.pc.login.token/1.0/";
inline constexpr std::string_view kHasLoginPath = "/newlogin/hasLogin.do";
inline constexpr std::string_view kPasswordLoginPath = "/newlogin/login.do";

}  // namespace fishtank::wire
