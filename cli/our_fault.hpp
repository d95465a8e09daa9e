#pragma once

#include <string>
#include <string_view>

namespace fishtank::cli {

/// Makes the end of the process by a broken assert or an exception that nobody caught an honest
/// one: a message with what to report, and ExitCode::our_fault.
void report_crashes(int argc, char** argv);

/// While it lives, what this thread does is reported with a broken assert: the command that does it
/// again. The innermost one of a thread counts.
class UnderWay {
 public:
  explicit UnderWay(std::string command);
  ~UnderWay();
  UnderWay(const UnderWay&) = delete;
  UnderWay& operator=(const UnderWay&) = delete;

 private:
  std::string line_;
  const std::string* outer_;
};

/// The same for an exception that main() caught.
void report_our_fault(std::string_view what);

}  // namespace fishtank::cli
