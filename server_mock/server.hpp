#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/frame.hpp"
#include "core/random.hpp"
#include "core/time.hpp"
#include "server_mock/agenda.hpp"
#include "server_mock/behaviour.hpp"
#include "server_mock/chats.hpp"
#include "server_mock/effect.hpp"
#include "server_mock/input.hpp"
#include "server_mock/options.hpp"
#include "server_mock/services.hpp"
#include "server_mock/session.hpp"
#include "server_mock/token_book.hpp"
#include "server_mock/user.hpp"

namespace fishtank::server_mock {

/// The Xianyu server with its services, as a value: no clock, no socket, no thread. Time comes in
/// with each input and never goes back; what it wants done goes out as effects.
///
/// It answers as protocol.md 3 says: every request with code 200, the request's mid and the
/// session's sid, at once, in order; acknowledgements and pongs never. A user's messages are in its
/// custody from SubmitPush until one of their sendings is acknowledged by mid (protocol.md 2.1).
/// They go to the user's newest ready session, once in a connection, so those that were not
/// acknowledged are sent again when the user has registered anew and sent ackDiff: whatever the
/// `pts` in it, or messages would be lost to every client that says "now" there; and by `/s/sync`,
/// because one independent client decodes no other path (protocol.md 4.1).
class XianyuServer {
 public:
  /// `seed` decides sids, mids and tokens and nothing else.
  XianyuServer(const Options& options, core::Seed seed);

  /// Something happened at `now`. `out` is empty: the host has drained the last input's effects.
  void handle(const Input& input, core::Instant now, Effects& out);

  /// The same as handle(Received{session, frame}) without the copy of the frame.
  void receive(SessionId session, const core::Frame& frame, core::Instant now, Effects& out);

  /// A deadline has come. Early or needless ticks have no effect.
  void tick(core::Instant now, Effects& out);

  /// When tick() is wanted; kNever if the server waits for nothing. Constant time.
  core::Instant next_deadline() const { return agenda_.next_due(); }

  /// Answers a request to the token, cookie and login services that came at `now`.
  ServiceAnswer serve(const ServiceRequest& request, core::Instant now);

  /// An upgrade of that user came at `now`. Whether it is beyond what the server accepts, and by
  /// whose doing (kNoFault: Options::accept_rate): then it is to be answered with HTTP status 503,
  /// as a load balancer that sheds load does. Nothing: it is counted and to be answered with 101.
  std::optional<FaultId> turns_away(const core::UserId& user, core::Instant now);

  /// Whether the library under the server leaves a Ping (Traffic::pong) or a close frame
  /// (Traffic::close_answer) of that session unanswered, and by whose doing.
  std::optional<FaultId> leaves_unanswered(Traffic traffic, SessionId session) const;

  /// Whether no behaviour and no service fault is at work.
  bool behaves() const { return behaviours_.none() && services_.none(); }

  /// How many packages are in custody for the user.
  std::size_t pending_pushes(const core::UserId& user) const;

  bool operator==(const XianyuServer&) const = default;

 private:
  /// One input at work: when, and where its effects go.
  struct Turn {
    core::Instant now;
    Effects& out;
  };

  // Inputs.
  void on(const Accepted& input, Turn turn);
  void on(const Received& input, Turn turn);
  void on(const Gone& input, Turn turn);
  void on(const Control& input, Turn turn);

  // Frames of clients (server_requests.cpp). What only a server sends is no request: ignored.
  void on_frame(SessionId id, const core::Heartbeat& request, Turn turn);
  void on_frame(SessionId id, const core::Register& request, Turn turn);
  void on_frame(SessionId id, const core::GetState& request, Turn turn);
  void on_frame(SessionId id, const core::AckDiff& request, Turn turn);
  void on_frame(SessionId id, const core::CreateConversation& request, Turn turn);
  void on_frame(SessionId id, const core::SendText& request, Turn turn);
  void on_frame(SessionId id, const core::ListConversations& request, Turn turn);
  void on_frame(SessionId id, const core::ListMessages& request, Turn turn);
  void on_frame(SessionId id, const core::OtherRequest& request, Turn turn);
  void on_frame(SessionId id, const core::Ack& ack, Turn turn);
  template <typename OtherFrame>
  void on_frame(SessionId, const OtherFrame&, Turn) {}

  // Commands (server_commands.cpp).
  void on_command(const BeginBehaviour& command, Turn turn);
  void on_command(const EndBehaviour& command, Turn turn);
  void on_command(const BeginServiceFault& command, Turn turn);
  void on_command(const EndServiceFault& command, Turn turn);
  void on_command(const SubmitPush& command, Turn turn);
  void on_command(const KickSessions& command, Turn turn);
  void on_command(const ExpireTokens& command, Turn turn);
  void on_command(const CloseSessions& command, Turn turn);
  void on_command(const PingSessions& command, Turn turn);
  void on_command(const Restart& command, Turn turn);

  // Things on the agenda.
  void carry_out(const DelayedAnswer& answer, Turn turn);
  void carry_out(const AckCheck& check, Turn turn);
  void carry_out(const CopyDue& copy, Turn turn);
  void carry_out(const JunkDue& junk, Turn turn);
  void carry_out(const AppPingDue& ping, Turn turn);

  // Sessions.
  Session& at(SessionId id) { return sessions_[static_cast<std::size_t>(id)]; }
  const Session& at(SessionId id) const { return sessions_[static_cast<std::size_t>(id)]; }
  bool is_open(SessionId id) const;
  bool is_open(SessionId id, ConnectionSerial serial) const;
  core::UserId user_of(const Session& session) const;
  std::vector<SessionId> sessions_of(const core::UserId& user) const;
  void assign(SessionId id, UserIndex user);
  void become_ready(SessionId id, Turn turn);
  void forget(SessionId id);
  void close(SessionId id, FaultId fault, std::uint16_t code, std::string_view reason, Turn turn);

  // Registration.
  struct Refused {
    std::int32_t code = kCodeUnauthorised;
    std::string reason;
    FaultId fault = kNoFault;
  };
  core::UserId claimed_user(const Session& session, const core::Register& request,
                            const TokenCheck& token) const;
  std::optional<Refused> refusal(const core::UserId& user, const TokenCheck& token) const;

  // What goes out.
  void answer(SessionId id, Traffic traffic, core::Response response, Turn turn);
  void answer_treated(SessionId id, Traffic traffic, core::Response response, Turn turn);
  void answer(SessionId id, const core::Mid& mid, core::ResponseBody body, Turn turn);
  void notify(SessionId id, FaultId fault, core::Frame frame, Turn turn);

  // Custody (server_pushes.cpp).
  void complete(core::ChatMessage& message, const core::UserId& user, core::Instant now);
  void complete(core::ConversationId& conversation, const SubmitPush& command, core::Instant now);
  void deliver_pending(UserIndex index, Turn turn);
  void deliver(UserIndex index, std::span<PendingPush> pushes, Turn turn);
  void transmit(SessionId id, PendingPush& push, FaultId fault, Turn turn);
  void transmit_copies(SessionId id, PendingPush& push, const Treatment& treatment, Turn turn);
  core::Mid send_package(const CopyDue& package, bool redelivery, Turn turn);
  void watch_for_ack(SessionId id, const PendingPush& push, core::Instant now);
  Treatment push_treatment(const Session& session, core::Instant now) const;

  // Junk (server_junk.cpp).
  void send_malformed(SessionId id, const PendingPush& push, const Treatment& treatment, Turn turn);
  void send_junk(SessionId id, const Activation& flood, Turn turn);

  core::Mid next_mid() { return make_mid(seed_, ++mids_); }
  std::int64_t wall_ms(core::Instant now) const;

  Options options_;
  core::Seed seed_;
  std::uint32_t connections_ = 0;  ///< the serial of the last one
  std::uint32_t mids_ = 0;         ///< how many frames of its own the server has named
  std::uint64_t pushes_ = 0;       ///< the id of the last one
  std::vector<Session> sessions_;  ///< by SessionId
  Users users_;
  TokenBook tokens_;
  Services services_;
  RateLimit accept_limit_;
  Behaviours behaviours_;
  Chats chats_;
  Agenda agenda_;
};

}  // namespace fishtank::server_mock
