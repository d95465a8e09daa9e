#include "cli/temporary_certificate.hpp"

#include <fmt/core.h>

#include <system_error>

#include "cli/input_error.hpp"

namespace fishtank::cli {

std::unique_ptr<net::TemporaryCertificate> temporary_certificate() {
  try {
    return std::make_unique<net::TemporaryCertificate>();
  } catch (const std::system_error& error) {
    throw InputError(
        fmt::format("{}; name a folder for temporary files with TMPDIR", error.what()));
  }
}

}  // namespace fishtank::cli
