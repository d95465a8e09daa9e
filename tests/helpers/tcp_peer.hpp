#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Plain blocking sockets on 127.0.0.1, for the two ends of what a test puts between them. Whatever
/// should happen has ten seconds for it, so that a slow machine fails no test.
namespace fishtank::tests {

constexpr std::chrono::milliseconds kPatience(10'000);

/// What comes next out of a connection.
enum class Next { bytes, fin, reset, nothing };

/// One end of a connection.
class TcpPeer {
 public:
  explicit TcpPeer(int socket);
  ~TcpPeer();
  TcpPeer(TcpPeer&& other) noexcept;
  TcpPeer& operator=(TcpPeer&&) = delete;

  /// Connects. Throws if that fails.
  static TcpPeer connected_to(std::uint16_t port);

  /// Sends it all. Throws if the connection is gone.
  void send(std::string_view bytes);

  /// Sends of `bytes` again and again what the kernel takes, until it takes nothing for
  /// `stillness`; how much that was.
  std::size_t send_until_blocked(std::string_view bytes, std::chrono::milliseconds stillness);

  /// As many bytes, or those that came before the end or before patience ended.
  std::string receive(std::size_t size);

  /// Everything up to FIN.
  std::string receive_all();

  /// What comes within that time; bytes stay where they are.
  Next next(std::chrono::milliseconds within = kPatience);

  void finish();  ///< FIN; reading goes on
  void reset();   ///< RST
  void close();

 private:
  int socket_;
};

class TcpListener {
 public:
  TcpListener();  ///< on a free port
  ~TcpListener();
  TcpListener(const TcpListener&) = delete;
  TcpListener& operator=(const TcpListener&) = delete;

  std::uint16_t port() const { return port_; }

  /// The next connection. Throws if none comes.
  TcpPeer accept();

  /// Whether one comes within that time.
  bool is_called(std::chrono::milliseconds within);

  void close();  ///< refuses from now on

 private:
  int socket_;
  std::uint16_t port_ = 0;
};

/// Whether somebody else could listen at a port, as servers do: reusing its address.
bool can_be_listened_at(std::uint16_t port);

/// A connect that may fail or take its time.
class TcpAttempt {
 public:
  explicit TcpAttempt(std::uint16_t port);
  ~TcpAttempt();
  TcpAttempt(const TcpAttempt&) = delete;
  TcpAttempt& operator=(const TcpAttempt&) = delete;

  /// False: neither success nor failure came within that time.
  bool is_over(std::chrono::milliseconds within = kPatience);

  /// How it ended: 0, ECONNREFUSED, ...; once.
  int error();

  /// The connection that came of it; once.
  TcpPeer take();

 private:
  int socket_;
};

}  // namespace fishtank::tests
