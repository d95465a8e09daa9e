#include "net/certificate.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>

namespace fishtank::net {

namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using Key = std::unique_ptr<EVP_PKEY, Free>;
using Certificate = std::unique_ptr<X509, Free>;
using File = std::unique_ptr<std::FILE, Free>;

constexpr long kMinute = 60;
constexpr long kYear = 365L * 24 * 60 * kMinute;

constexpr mode_t kOwnerOnly = 0600;
constexpr mode_t kAll = 0644;

constexpr const char* kNotMade = "a certificate cannot be made: ";

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(kNotMade + what); }

[[noreturn]] void fail_to_write(const std::filesystem::path& path, std::error_code why) {
  throw std::system_error(why, kNotMade + path.string());
}

std::error_code last_error() { return {errno, std::generic_category()}; }

void require(bool done, const char* what) {
  if (!done) fail(what);
}

void extend(X509* certificate, int kind, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Free> extension(
      X509V3_EXT_conf_nid(nullptr, &context, kind, value));
  require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "an extension");
}

/// Browsers and strict libraries want no number to be used twice.
void number(X509* certificate) {
  std::uint64_t serial = 0;
  require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1, "chance");
  require(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1) == 1, "serial");
}

/// Its own authority, so that whoever is told to trust it can verify it.
Certificate self_signed(EVP_PKEY* key) {
  Certificate made(X509_new());
  require(made && X509_set_version(made.get(), X509_VERSION_3) == 1, "X509_new");
  number(made.get());
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -kMinute);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), kYear);
  X509_set_pubkey(made.get(), key);
  X509_NAME* const name = X509_get_subject_name(made.get());
  const auto* const common = reinterpret_cast<const unsigned char*>("fishtank");
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, common, -1, -1, 0);
  X509_set_issuer_name(made.get(), name);
  extend(made.get(), NID_basic_constraints, "critical,CA:TRUE");
  extend(made.get(), NID_key_usage, "critical,digitalSignature,keyCertSign");
  extend(made.get(), NID_ext_key_usage, "serverAuth");
  extend(made.get(), NID_subject_key_identifier, "hash");
  extend(made.get(), NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1");
  require(X509_sign(made.get(), key, EVP_sha256()) > 0, "X509_sign");
  return made;
}

/// Whoever reads folders sees nothing of it before it has its mode.
void write(const std::string& file, mode_t mode, const std::function<int(std::FILE*)>& content) {
  ::unlink(file.c_str());
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  File opened(descriptor < 0 ? nullptr : ::fdopen(descriptor, "w"));
  if (opened == nullptr) fail_to_write(file, last_error());
  const bool written = content(opened.get()) == 1 && std::fflush(opened.get()) == 0;
  if (!written) fail_to_write(file, last_error());
}

/// std::filesystem::temp_directory_path() would not name the place that it refuses.
std::filesystem::path temporary_place() {
  const char* const named = ::getenv("TMPDIR");
  return named == nullptr || *named == '\0' ? "/tmp" : named;
}

}  // namespace

TlsFiles write_certificate(const std::filesystem::path& folder) {
  const TlsFiles files{folder / "certificate.pem", folder / "key.pem"};
  const Key key(EVP_EC_gen("P-256"));
  require(key != nullptr, "EVP_EC_gen");
  const Certificate certificate = self_signed(key.get());
  write(files.key, kOwnerOnly, [&](std::FILE* file) {
    return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  write(files.certificate, kAll,
        [&](std::FILE* file) { return PEM_write_X509(file, certificate.get()); });
  return files;
}

TemporaryCertificate::TemporaryCertificate() {
  const std::filesystem::path place = temporary_place();
  std::string name = place / "fishtank-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) fail_to_write(place, last_error());
  folder_ = name;
  try {
    files_ = write_certificate(folder_);
  } catch (...) {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
    throw;
  }
}

TemporaryCertificate::~TemporaryCertificate() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace fishtank::net
