#include "net/tls.hpp"

#include <map>
#include <stdexcept>
#include <utility>

#include "net/web_socket_server.hpp"

namespace fishtank::net {

namespace {

using asio::ssl::context;

std::shared_ptr<context> new_context(context::method method) {
  auto made = std::make_shared<context>(method);
  made->set_options(context::default_workarounds | context::no_sslv2 | context::no_sslv3 |
                    context::no_tlsv1 | context::no_tlsv1_1 | context::no_compression);
  SSL_CTX_set_options(made->native_handle(), SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(made->native_handle(), SSL_MODE_RELEASE_BUFFERS);  // those of idle connections
  return made;
}

[[noreturn]] void refuse(const std::string& file, const asio::error_code& error) {
  throw std::invalid_argument("TLS: " + file + ": " + error.message());
}

std::shared_ptr<context> new_client_tls(bool verify, const std::string& authority) {
  auto made = new_context(context::tls_client);
  made->set_verify_mode(verify ? asio::ssl::verify_peer : asio::ssl::verify_none);
  asio::error_code error;
  if (!authority.empty()) {
    made->load_verify_file(authority, error);
    if (error) refuse(authority, error);
  } else if (verify) {
    made->set_default_verify_paths();
  }
  return made;
}

}  // namespace

std::shared_ptr<context> client_tls(bool verify, const std::string& authority) {
  thread_local std::map<std::pair<bool, std::string>, std::weak_ptr<context>> shared;
  std::weak_ptr<context>& known = shared[{verify, authority}];
  std::shared_ptr<context> found = known.lock();
  if (found == nullptr) {
    found = new_client_tls(verify, authority);
    known = found;
  }
  return found;
}

std::shared_ptr<context> server_tls(const TlsFiles& files) {
  auto made = new_context(context::tls_server);
  asio::error_code error;
  made->use_certificate_chain_file(files.certificate, error);
  if (error) refuse(files.certificate, error);
  made->use_private_key_file(files.key, context::pem, error);
  if (error) refuse(files.key, error);
  return made;
}

}  // namespace fishtank::net
