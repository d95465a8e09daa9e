#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <regex>
#include <string>

#include "tests/cli/serve_client.hpp"
#include "tests/helpers/running_program.hpp"

/// What `serve` and `connect` make of a signal that asks them to stop.
namespace fishtank {
namespace {

using testing::HasSubstr;
using tests::RunningProgram;

using Handler = void (*)(int);

/// What programs that are started meanwhile inherit for SIGHUP: SIG_DFL, or SIG_IGN as from nohup.
class InheritedHangup {
 public:
  explicit InheritedHangup(Handler handler) : before_(std::signal(SIGHUP, handler)) {}
  ~InheritedHangup() { std::signal(SIGHUP, before_); }
  InheritedHangup(const InheritedHangup&) = delete;
  InheritedHangup& operator=(const InheritedHangup&) = delete;

 private:
  Handler before_;
};

class EachStopSignal : public testing::TestWithParam<int> {
  const InheritedHangup inherited_{SIG_DFL};
};

TEST_P(EachStopSignal, IsFollowedByTheVerdictOfServe) {
  RunningProgram serve({"serve"});
  serve.read_until("control ");
  serve.signal(GetParam());
  const auto outcome = serve.wait();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("nobody came"));
}

TEST_P(EachStopSignal, IsFollowedByTheSummaryOfConnect) {
  RunningProgram connect({"connect", "ws://127.0.0.1:9/"});
  connect.read_until("CONNECTING");
  connect.signal(GetParam());
  const auto outcome = connect.wait();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("connected 0"));
}

INSTANTIATE_TEST_SUITE_P(StopSignals, EachStopSignal, testing::Values(SIGINT, SIGTERM, SIGHUP),
                         [](const auto& one) { return std::string(sigabbrev_np(one.param)); });

TEST(StopSignals, ATerminalThatClosesLeavesServeItsVerdict) {
  const InheritedHangup inherited(SIG_DFL);
  RunningProgram serve({"serve"}, ".", RunningProgram::Output::terminal);
  serve.read_until("control ");
  serve.hang_up();
  EXPECT_EQ(serve.wait().exit_code, 1) << "nobody came";
}

TEST(StopSignals, AHangupIsNoneToWhatWasStartedToSurviveIt) {
  const InheritedHangup inherited(SIG_IGN);
  RunningProgram serve({"serve"});
  const std::string greeting = serve.read_until("control ");
  std::smatch port;
  ASSERT_TRUE(std::regex_search(greeting, port, std::regex("control http://127.0.0.1:([0-9]+)/")));
  serve.signal(SIGHUP);
  for (int time = 0; time < 2; ++time) {
    EXPECT_THAT(tests::http(static_cast<std::uint16_t>(std::stoi(port[1])), "GET", "/state"),
                HasSubstr("200 OK"));
  }
  serve.signal(SIGTERM);
  EXPECT_EQ(serve.wait().exit_code, 1);
}

}  // namespace
}  // namespace fishtank
