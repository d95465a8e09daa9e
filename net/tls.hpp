#pragma once

#include <asio/ssl/context.hpp>
#include <memory>
#include <string>

namespace fishtank::net {

struct TlsFiles;

/// What a client trusts. The context is shared by those who trust the same as long as one of them
/// lives: reading the system's authorities takes a tenth of a second.
/// std::invalid_argument: the authority's file cannot be read.
std::shared_ptr<asio::ssl::context> client_tls(bool verify, const std::string& authority);

/// std::invalid_argument: the files cannot be read or do not belong together.
std::shared_ptr<asio::ssl::context> server_tls(const TlsFiles& files);

}  // namespace fishtank::net
