#pragma once

#include "core/identity.hpp"
#include "core/time.hpp"
#include "server_mock/services.hpp"

/// Requests to the services and their answers as HTTP text and back, for runs in which everything
/// travels as bytes. What comes out is what went in; that it is, is what such a run proves.
namespace fishtank::sim {

server_mock::ServiceRequest through_http(const server_mock::ServiceRequest& request,
                                         const core::Identity& who, std::int64_t wall_start_ms,
                                         core::Instant now);

server_mock::ServiceAnswer through_http(server_mock::ServiceKind kind,
                                        const server_mock::ServiceAnswer& answer);

}  // namespace fishtank::sim
