#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>

#include "net/http_client.hpp"
#include "tests/net/bench.hpp"

/// wss: the same over TLS.
namespace fishtank::net::test {
namespace {

/// A key and a certificate of its own for a name, in files as long as it lives.
class Certificate {
 public:
  explicit Certificate(const std::string& alternative_name) {
    static int count = 0;
    const auto folder = std::filesystem::temp_directory_path();
    const std::string stem =
        "fishtank-net-" + std::to_string(getpid()) + '-' + std::to_string(++count);
    files.certificate = folder / (stem + ".crt");
    files.key = folder / (stem + ".key");
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const certificate = signed_certificate(key, alternative_name);
    std::FILE* file = std::fopen(files.key.c_str(), "w");
    PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(file);
    file = std::fopen(files.certificate.c_str(), "w");
    PEM_write_X509(file, certificate);
    std::fclose(file);
    X509_free(certificate);
    EVP_PKEY_free(key);
  }
  ~Certificate() {
    std::filesystem::remove(files.certificate);
    std::filesystem::remove(files.key);
  }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  TlsFiles files;

 private:
  static X509* signed_certificate(EVP_PKEY* key, const std::string& alternative_name) {
    X509* const made = X509_new();
    X509_set_version(made, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
    X509_gmtime_adj(X509_getm_notBefore(made), -60);
    X509_gmtime_adj(X509_getm_notAfter(made), 3600);
    X509_set_pubkey(made, key);
    X509_NAME* const name = X509_get_subject_name(made);
    const auto* const common = reinterpret_cast<const unsigned char*>("fishtank");
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0);
    X509_set_issuer_name(made, name);
    X509_EXTENSION* const extension =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, alternative_name.c_str());
    X509_add_ext(made, extension, -1);
    X509_EXTENSION_free(extension);
    X509_sign(made, key, EVP_sha256());
    return made;
  }
};

ServerOptions secure(const Certificate& certificate) {
  ServerOptions options;
  options.tls = certificate.files;
  return options;
}

ClientOptions trusting(const ServerBench& bench, const Certificate& certificate) {
  ClientOptions options = bench.client();
  options.authority = certificate.files.certificate;
  return options;
}

std::optional<OpenFailure> failure_of(ServerBench& bench, const ClientOptions& options) {
  ClientLog log;
  const WebSocketClient client(bench.loop, options, log);
  bench.await([&] { return log.has_ended() || log.is_open; }, "an end");
  return log.failure;
}

TEST(Tls, MessagesGoBothWays) {
  const Certificate certificate("IP:127.0.0.1");
  ServerBench bench(secure(certificate), "wss");
  OpenClient open(bench, trusting(bench, certificate));
  const std::string text(300'000, 'x');
  EXPECT_TRUE(open.client->send("short"));
  EXPECT_TRUE(open.client->send(text));
  bench.await([&] { return open.log.messages.size() == 2; }, "the echoes");
  EXPECT_EQ(open.log.messages.back(), text);
  EXPECT_GE(open.log.flushes, 1);
}

TEST(Tls, ClosingIsAHandshakeFromBothSides) {
  for (const bool by_client : {true, false}) {
    const Certificate certificate("IP:127.0.0.1");
    ServerBench bench(secure(certificate), "wss");
    OpenClient open(bench, trusting(bench, certificate));
    by_client ? open.client->close(1000, "") : bench.server->close(kFirst, 1000, "");
    bench.await([&] { return open.log.has_ended() && bench.log.at(kFirst).ending; }, "both ends");
    EXPECT_EQ(open.log.ending->cause, by_client ? CloseCause::own_close : CloseCause::close_frame);
    EXPECT_EQ(bench.log.at(kFirst).ending->cause,
              by_client ? CloseCause::close_frame : CloseCause::own_close);
  }
}

TEST(Tls, AbortIsAReset) {
  for (const bool by_client : {true, false}) {
    const Certificate certificate("IP:127.0.0.1");
    ServerBench bench(secure(certificate), "wss");
    OpenClient open(bench, trusting(bench, certificate));
    by_client ? open.client->abort() : bench.server->abort(kFirst);
    bench.await([&] { return open.log.has_ended() || bench.log.at(kFirst).ending; }, "an end");
    const Ending& ending = by_client ? *bench.log.at(kFirst).ending : *open.log.ending;
    EXPECT_EQ(ending.cause, CloseCause::reset);
  }
}

TEST(Tls, ACertificateThatNobodyVouchesForIsRefusedUnlessToldNotToVerify) {
  const Certificate certificate("IP:127.0.0.1");
  ServerBench bench(secure(certificate), "wss");
  ClientOptions options = bench.client();
  EXPECT_EQ(failure_of(bench, options), OpenFailure::tls);
  options.verify_certificate = false;
  EXPECT_EQ(failure_of(bench, options), std::nullopt);
}

TEST(Tls, ACertificateForAnotherNameIsRefused) {
  const Certificate certificate("DNS:elsewhere.example");
  ServerBench bench(secure(certificate), "wss");
  EXPECT_EQ(failure_of(bench, trusting(bench, certificate)), OpenFailure::tls);
}

TEST(Tls, IsNotSpokenByAPlainPort) {
  ServerBench bench({}, "wss");
  EXPECT_EQ(failure_of(bench, bench.client()), OpenFailure::tls);
}

TEST(Tls, IsExpectedByASecurePort) {
  const Certificate certificate("IP:127.0.0.1");
  ServerBench bench(secure(certificate), "ws");
  const auto failure = failure_of(bench, bench.client());
  EXPECT_TRUE(failure == OpenFailure::protocol || failure == OpenFailure::reset);
  EXPECT_EQ(bench.log.tls_failures, 1);
}

TEST(Tls, WhoResetsItsHandshakeIsToldOfByItsAddress) {
  const Certificate certificate("IP:127.0.0.1");
  ServerBench bench(secure(certificate), "wss");
  RawSocket raw(bench.server->port());
  raw.write("\x16\x03\x01");
  run_for(bench.loop, milliseconds(5));
  raw.reset();
  bench.await([&] { return bench.log.tls_failures == 1; }, "the failure");
}

TEST(Tls, AHandshakeThatTakesTooLongIsShed) {
  const Certificate certificate("IP:127.0.0.1");
  ServerOptions options = secure(certificate);
  options.limits.handshake = milliseconds(50);
  ServerBench bench(options, "wss");
  RawSocket raw(bench.server->port());
  raw.write("\x16\x03\x01");
  bench.await(
      [&] {
        raw.read();
        return raw.end() != RawSocket::End::none;
      },
      "its end");
  EXPECT_EQ(bench.log.sheds, std::vector{Shed::handshake});
}

TEST(Tls, AServerMayEndInTheMidstOfHandshakes) {
  const Certificate certificate("IP:127.0.0.1");
  ServerBench bench(secure(certificate), "wss");
  RawSocket raw(bench.server->port());
  raw.write("\x16\x03\x01");
  run_for(bench.loop, milliseconds(5));
  bench.server.reset();
  bench.await(
      [&] {
        raw.read();
        return raw.end() == RawSocket::End::reset;
      },
      "the reset");
}

TEST(Tls, HttpIsAnsweredToo) {
  const Certificate certificate("IP:127.0.0.1");
  ServerBench bench(secure(certificate), "wss");
  bench.log.on_request = [](const HttpRequest&, const Respond& respond) {
    respond({200, {}, "secret"});
  };
  std::optional<HttpResponse> answer;
  const HttpCall call(bench.loop, "https://127.0.0.1:" + std::to_string(bench.server->port()),
                      {"GET", "/", {}, "", ""}, std::chrono::seconds(10), false,
                      [&](HttpResponse response) { answer = std::move(response); });
  bench.await([&] { return answer.has_value(); }, "the answer");
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "secret");
}

TEST(Tls, FilesThatCannotBeUsedAreRefusedWithTheirNames) {
  Loop loop;
  ServerLog log;
  ServerOptions options;
  options.tls = TlsFiles{"/no/such.crt", "/no/such.key"};
  try {
    const WebSocketServer server(loop, options, log);
    FAIL() << "a server without a certificate";
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("/no/such.crt"), std::string::npos) << error.what();
  }
  ClientLog client_log;
  ClientOptions client;
  client.url = "wss://127.0.0.1:1";
  client.authority = "/no/such.pem";
  EXPECT_THROW(WebSocketClient(loop, client, client_log), std::invalid_argument);
}

}  // namespace
}  // namespace fishtank::net::test
