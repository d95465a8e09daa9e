#include "cli/our_fault.hpp"

#include <unistd.h>

#include <csignal>
#include <string>
#include <utility>

#include "cli/exit_code.hpp"

namespace fishtank::cli {

namespace {

/// Made before anything can go wrong: a signal handler must not allocate.
std::string report;

/// What this thread does; null: nothing worth telling.
thread_local const std::string* under_way = nullptr;

void write_out(const std::string& text) {
  const auto ignored = write(STDERR_FILENO, text.data(), text.size());
  static_cast<void>(ignored);
}

void write_report() {
  write_out(report);
  if (under_way != nullptr) write_out(*under_way);
}

void on_abort(int) {
  write_report();
  _exit(static_cast<int>(ExitCode::our_fault));
}

}  // namespace

void report_crashes(int argc, char** argv) {
  report =
      "fishtank: this is a defect of Fishtank, not of your scenario. Please report the lines "
      "above, "
      "the scenario file, and:\n  version: " FISHTANK_VERSION "\n  command:";
  for (int index = 0; index < argc; ++index) report.append(" ").append(argv[index]);
  report += '\n';
  std::signal(SIGABRT, on_abort);
}

UnderWay::UnderWay(std::string command)
    : line_("  case:    " + std::move(command) + '\n'), outer_(under_way) {
  under_way = &line_;
}

UnderWay::~UnderWay() { under_way = outer_; }

void report_our_fault(std::string_view what) {
  report.insert(0, "fishtank: " + std::string(what) + "\n");
  write_report();
}

}  // namespace fishtank::cli
