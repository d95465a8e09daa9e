#pragma once

/// How the program ends; `fishtank --help` lists the same four.
namespace fishtank::cli {

enum class ExitCode : int {
  passed = 0,     ///< it was done, and every scenario passed
  failed = 1,     ///< a scenario failed, or two runs differ
  bad_input = 2,  ///< the command line, a scenario file or a file to write is at fault; whatever
                  ///< could be run was run, and a scenario that failed changes nothing
  our_fault = 3,  ///< a defect of Fishtank itself
};

}  // namespace fishtank::cli
