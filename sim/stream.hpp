#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/frame.hpp"
#include "core/input.hpp"
#include "plan/primitive.hpp"
#include "sim/pipe.hpp"
#include "sim/scheduler.hpp"
#include "sim/segment.hpp"
#include "stage/path.hpp"
#include "stage/written.hpp"

namespace fishtank::sim {

class Stream;
class StreamPool;

/// The client's side of a stream: whoever opened it. In transport terms only, so that our core, or
/// somebody else's client behind a pipe, can stand here.
class ClientEnd {
 public:
  virtual ~ClientEnd() = default;
  virtual void opened(Stream& stream, Instant now) = 0;
  virtual void open_failed(Stream& stream, core::OpenFailure cause, FaultId fault, Instant now) = 0;
  virtual void received(Stream& stream, Payload&& payload, Instant now) = 0;

  /// A text came in that our codec did not write.
  virtual void received_bytes(Stream& stream, std::string_view text, Instant now) = 0;
  virtual void pong(Stream& stream, Instant now) = 0;

  /// A write that had to wait for room was taken.
  virtual void sent(Stream& stream, core::SendId send, Instant now) = 0;
  virtual void closed(Stream& stream, core::CloseCause cause, std::uint16_t code, FaultId fault,
                      Instant now) = 0;

  /// A fault made a difference to this client.
  virtual void touched(FaultId fault, Instant now) = 0;

  /// Something will arrive soon (Actor::foresee()).
  virtual void foresee() const {}
};

/// The server's side of all streams.
class ServerEnd {
 public:
  virtual ~ServerEnd() = default;

  /// An upgrade came: whether the server turns it away (503), and by whose doing.
  virtual std::optional<FaultId> turns_away(Stream& stream, Instant now) = 0;

  /// An upgrade was answered with 101.
  virtual void accepted(Stream& stream, Instant now) = 0;
  virtual void received(Stream& stream, Payload&& payload, Instant now) = 0;

  /// A Ping or a close frame came: whether the server's library answers it.
  virtual bool answers(SegmentKind control, Stream& stream, Instant now) = 0;

  /// The connection has ended without the server's doing.
  virtual void gone(Stream& stream, Instant now) = 0;
};

/// A WebSocket over TLS over TCP between one client and the server: three round trips of handshake,
/// then text frames both ways, then a close. Everything that travels goes through its two pipes, so
/// every fault of the path meets every step of its life.
class Stream final : private PipeEnd, private Actor {
 public:
  /// `index` is the session's number at the server.
  Stream(std::uint32_t index, StreamPool& pool, ServerEnd& server, Scheduler& scheduler,
         SegmentPool& segments)
      : Actor(Rank::data),
        pool_(pool),
        server_(server),
        scheduler_(scheduler),
        index_(index),
        up_(*this, plan::Direction::up, scheduler, segments),
        down_(*this, plan::Direction::down, scheduler, segments) {}

  std::uint32_t index() const { return index_; }
  std::uint32_t client_index() const { return client_index_; }

  // ---- the client's side ----

  /// Begins to open; ends in opened() or open_failed().
  void open(ClientEnd& client, std::uint32_t client_index, stage::Path& path, Instant now);

  /// Written::waiting: sent() follows, if ever.
  stage::Written send(Payload&& payload, std::uint32_t size, core::SendId send, Instant now);
  void ping(Instant now);

  /// The closing handshake; closed() follows. While still opening it is an abort.
  void close(std::uint16_t code, Instant now);

  /// Ends at once with a reset; nothing follows.
  void abort(Instant now);

  /// The client's process stands still, or goes on.
  void pause_client() { down_.pause(); }
  void resume_client(Instant now) { down_.resume(now); }

  bool opening() const {
    return client_side_ != Side::open && client_side_ != Side::closing && !client_done();
  }

  // ---- the server's side ----

  void server_send(Payload&& payload, std::uint32_t size, Instant now);

  /// A text that our codec did not write.
  void server_send_bytes(std::string&& text, Instant now);

  /// Whether so many bytes fit into the buffers on their way to the client.
  bool server_has_room(std::uint32_t size) const { return down_.has_room(size); }

  /// A close frame, or with code 0 a reset. The server has forgotten the session.
  void server_close(std::uint16_t code, FaultId fault, Instant now);

  // ---- faults ----

  void flow_changed(Instant now);

  /// Something in between ends it: both sides get a reset or an end of stream. False: it was over.
  bool cut(plan::Cut::How how, FaultId fault, Instant now);

  /// The server's host forgets it, and swallows what comes until the last such fault has ended.
  bool orphan(FaultId fault, Instant now);
  void end_orphan(FaultId fault, Instant now);

  /// The server sends a frame that breaks a rule of WebSocket. False: there is none.
  bool bad_frame(const plan::BadFrame& frame, FaultId fault, Instant now);

  /// No fault holds it.
  bool untouched() const { return orphaned_by_.empty(); }

  /// Both sides have done with it: it may be used again.
  bool over() const { return client_done() && server_done(); }

 private:
  enum class Side : std::uint8_t {
    none,       ///< not begun
    resolving,  ///< client: looking the name up, in vain
    tcp,        ///< client: SYN sent
    tls,        ///< client: hello sent
    upgrading,  ///< client: upgrade sent
    open,
    closing,  ///< close frame sent, none received
    done,
  };

  bool client_done() const { return client_side_ == Side::done || client_side_ == Side::none; }
  bool server_done() const { return server_side_ == Side::done || server_side_ == Side::none; }

  /// What takes time by itself: a lookup that fails, a server that is slow to answer the upgrade.
  void act(Instant now) override;

  // PipeEnd
  void arrived(plan::Direction direction, Segment&& segment, Instant now) override;
  void gave_up(plan::Direction direction, Instant now) override;
  void touched(FaultId fault, Instant now) override;
  void foresee() const override;

  void at_server(Segment&& segment, Instant now);
  void at_client(Segment&& segment, Instant now);
  bool meets_with(plan::Answer::With with, Instant now);
  void look_for_listener(Instant now);
  void meet(SegmentKind step, Instant now);
  void answer_upgrade(Instant now);
  void server_gone(Instant now);
  void open_failed(core::OpenFailure cause, Instant now);
  void client_closed(core::CloseCause cause, std::uint16_t code, Instant now);
  void client_fails(std::uint16_t code, Instant now);
  void control(Pipe& pipe, SegmentKind kind, Instant now, std::uint16_t code = 0);
  void flush_waiting(Instant now);
  void settle(Instant now);

  struct Waiting {
    Payload payload;
    std::uint32_t size;
    core::SendId send;
  };

  StreamPool& pool_;
  ServerEnd& server_;
  Scheduler& scheduler_;
  ClientEnd* client_ = nullptr;
  stage::Path* path_ = nullptr;
  std::uint32_t index_;
  std::uint32_t client_index_ = 0;
  Side client_side_ = Side::none;
  Side server_side_ = Side::none;
  FaultId ended_by_ = kNoFault;  ///< the fault that cut it
  std::vector<FaultId> orphaned_by_;
  bool unheard_ = false;    ///< SYNs vanish on their way to the listener
  bool forgotten_ = false;  ///< the server's host knows nothing of it: a reset for whatever comes
  std::vector<Waiting> waiting_;  ///< writes of the client for which there was no room
  Pipe up_;
  Pipe down_;
};

/// Streams by index, which is the server's session number. A stream that is over is used again, but
/// never at the moment at which it ended: whoever told of its end is still at work in it.
class StreamPool {
 public:
  StreamPool(ServerEnd& server, Scheduler& scheduler, SegmentPool& segments)
      : server_(server), scheduler_(scheduler), segments_(segments) {}

  Stream& acquire(Instant now);

  /// A stream is over.
  void release(Stream& stream, Instant now) { retired_.push_back({now, stream.index()}); }

  Stream& operator[](std::uint32_t index) { return streams_[index]; }
  std::size_t size() const { return streams_.size(); }

 private:
  struct Retired {
    Instant since;
    std::uint32_t index;
  };

  ServerEnd& server_;
  Scheduler& scheduler_;
  SegmentPool& segments_;
  std::deque<Stream> streams_;  ///< addresses stay
  std::deque<Retired> retired_;
};

}  // namespace fishtank::sim
