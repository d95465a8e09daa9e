#include "net/certificate.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>

#include "tests/net/bench.hpp"

namespace fishtank::net::test {
namespace {

namespace fs = std::filesystem;

ServerOptions secure(const TlsFiles& files) {
  ServerOptions options;
  options.tls = files;
  return options;
}

TEST(Certificate, IsGoodForLocalhostAndItsAddressIfItIsTrusted) {
  for (const std::string host : {"127.0.0.1", "localhost"}) {
    const TemporaryCertificate certificate;
    ServerBench bench(secure(certificate.files()), "wss");
    ClientOptions options = bench.client();
    options.url = "wss://" + host + ":" + std::to_string(bench.server->port()) + "/";
    options.authority = certificate.files().certificate;
    const OpenClient open(bench, options);
    EXPECT_TRUE(open.log.is_open) << host;
  }
}

TEST(Certificate, IsTrustedByNobodyElse) {
  const TemporaryCertificate certificate;
  const TemporaryCertificate another;
  ServerBench bench(secure(certificate.files()), "wss");
  ClientOptions options = bench.client();
  options.authority = another.files().certificate;
  ClientLog log;
  const WebSocketClient client(bench.loop, options, log);
  bench.await([&] { return log.has_ended() || log.is_open; }, "an end");
  EXPECT_EQ(log.failure, OpenFailure::tls);
}

TEST(Certificate, HasAKeyThatOnlyItsOwnerReadsAndReplacesTheOneBefore) {
  const TemporaryCertificate certificate;
  const fs::path key = certificate.files().key;
  fs::permissions(key, fs::perms::others_read, fs::perm_options::add);
  const TlsFiles again = write_certificate(key.parent_path());
  EXPECT_EQ(again.key, key);
  EXPECT_EQ(fs::status(key).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST(Certificate, LeavesNothingBehindIfItIsTemporary) {
  fs::path folder;
  {
    const TemporaryCertificate certificate;
    folder = fs::path(certificate.files().key).parent_path();
    EXPECT_TRUE(fs::exists(folder));
  }
  EXPECT_FALSE(fs::exists(folder));
}

TEST(Certificate, SaysWhyItCannotBeWritten) {
  EXPECT_THROW(write_certificate("/nonexistent/folder"), std::runtime_error);
}

}  // namespace
}  // namespace fishtank::net::test
