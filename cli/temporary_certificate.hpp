#pragma once

#include <memory>

#include "net/certificate.hpp"

namespace fishtank::cli {

/// A certificate in a temporary folder. Throws an InputError if there is no place for one, or no
/// room in it: both are the user's to mend.
std::unique_ptr<net::TemporaryCertificate> temporary_certificate();

}  // namespace fishtank::cli
