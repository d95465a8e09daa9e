#pragma once

#include <filesystem>

#include "net/web_socket_server.hpp"

namespace fishtank::net {

/// Makes a key and a certificate that it signs itself, for `localhost`, 127.0.0.1 and ::1, good for
/// a year, and writes them as `certificate.pem` and `key.pem` into a folder that exists; the key
/// for its owner only. Files of that name are replaced. A client that is to verify it is told to
/// trust the certificate as an authority. std::system_error: what cannot be written, and why;
/// std::runtime_error: it cannot be made.
TlsFiles write_certificate(const std::filesystem::path& folder);

/// Such a certificate in a temporary folder of its own, which goes with it.
class TemporaryCertificate {
 public:
  /// Throws as write_certificate(), and a std::system_error that names the place (TMPDIR, or /tmp)
  /// where no folder can be made.
  TemporaryCertificate();
  ~TemporaryCertificate();
  TemporaryCertificate(const TemporaryCertificate&) = delete;
  TemporaryCertificate& operator=(const TemporaryCertificate&) = delete;

  const TlsFiles& files() const { return files_; }

 private:
  std::filesystem::path folder_;
  TlsFiles files_;
};

}  // namespace fishtank::net
