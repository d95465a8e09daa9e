#pragma once

#include <stdexcept>

namespace fishtank::cli {

/// What the user gave cannot be used: the message says what, where and how to mend it. main()
/// prints it and ends with ExitCode::bad_input. Any other exception is our own fault.
class InputError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace fishtank::cli
