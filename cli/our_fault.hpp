#pragma once

#include <string_view>

namespace fishtank::cli {

/// Makes the end of the process by a broken assert or an exception that nobody caught an honest
/// one: a message with what to report, and ExitCode::our_fault.
void report_crashes(int argc, char** argv);

/// The same for an exception that main() caught.
void report_our_fault(std::string_view what);

}  // namespace fishtank::cli
