#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <thread>

#include "live/server_host.hpp"
#include "tests/helpers/plans.hpp"
#include "tests/helpers/program.hpp"

/// `connect` and `replay` end to end: the built program beside our mock server on a real port.
namespace fishtank {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using tests::Outcome;

/// Takes in whoever comes, and nothing happens to them.
struct AnyVisitor final : live::Visitors {
  std::uint32_t client_of(const core::UserId&) override { return 0; }
  std::optional<int> refusal(std::uint32_t) override { return status; }
  void touch(std::uint32_t, stage::FaultId, core::Instant) override {}
  void touch(const core::UserId&, stage::FaultId, core::Instant) override {}
  void server_writes(std::uint32_t, core::Instant) override {}
  void server_closes(std::uint32_t, stage::FaultId) override {}

  std::optional<int> status;
};

struct Nowhere final : trace::Sink {
  void write(const trace::Record&) override {}
};

/// A mock server that lives in a thread of its own.
class MockServer {
 public:
  explicit MockServer(std::optional<int> refusal = std::nullopt) {
    visitor_.status = refusal;
    thread_ = std::thread([this] {
      driver_.start();
      loop_.run();
    });
  }
  ~MockServer() {
    loop_.stop();
    thread_.join();
  }
  MockServer(const MockServer&) = delete;
  MockServer& operator=(const MockServer&) = delete;

  std::string url() const { return "ws://127.0.0.1:" + std::to_string(server_.port()) + "/"; }

 private:
  plan::Plan plan_ = testing::one_client(core::hours(1));
  AnyVisitor visitor_;
  Nowhere nowhere_;
  stage::Tank tank_{plan_, nowhere_};
  net::Loop loop_;
  live::Driver driver_{loop_, {.speed = 1, .waits = false}};
  live::ServerHost server_{loop_, driver_, net::ServerOptions{}, tank_, visitor_};
  std::thread thread_;
};

class Connect : public ::testing::Test {
 protected:
  Outcome run(std::vector<std::string> arguments) {
    return tests::run_fishtank(std::move(arguments), folder_.path());
  }

  std::string content(const std::string& name) {
    std::ifstream in(folder_.path() / name, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() / name, std::ios::binary) << text;
  }

  tests::TemporaryFolder folder_;
};

TEST_F(Connect, IsConnectedUntilItsTimeIsOverAndReplaysTheSame) {
  const MockServer server;
  const Outcome visit = run({"connect", server.url(), "--for", "2500ms", "--record", "visit.rec"});
  EXPECT_EQ(visit.exit_code, 0) << visit.out << visit.err;
  EXPECT_THAT(visit.out, HasSubstr("CONNECTING -> CONNECTED  registered"));
  EXPECT_THAT(visit.out, HasSubstr("CONNECTED -> CLOSED  stopped"));
  EXPECT_THAT(visit.out, HasSubstr("1 sent, 1 answered; round trip p50"));
  EXPECT_THAT(visit.out, Not(HasSubstr("checks that were broken")));

  const Outcome replay = run({"replay", "visit.rec"});
  EXPECT_EQ(replay.exit_code, 0) << replay.out << replay.err;
  EXPECT_THAT(replay.out, HasSubstr("effects: the same"));
  const Outcome traced = run({"replay", "visit.rec", "--trace"});
  EXPECT_THAT(traced.out, HasSubstr("CONNECTING -> CONNECTED  registered"));

  std::string changed = content("visit.rec");
  const std::string interval = R"("connect.ack_diff_delay":"1s")";
  changed.replace(changed.find(interval), interval.size(), R"("connect.ack_diff_delay":"2s")");
  write("changed.rec", changed);
  const Outcome differs = run({"replay", "changed.rec"});
  EXPECT_EQ(differs.exit_code, 1);
  EXPECT_THAT(differs.out, HasSubstr("comes something else"));
  EXPECT_THAT(differs.out, HasSubstr("  recorded: {\"effect\":\"wait\""));
}

TEST_F(Connect, EndsWithOneIfItNeverWasConnected) {
  const MockServer server(403);
  const Outcome visit = run({"connect", server.url(), "--for", "300ms"});
  EXPECT_EQ(visit.exit_code, 1);
  EXPECT_THAT(visit.out, HasSubstr("the server answered the upgrade with status 403"));
  EXPECT_THAT(visit.out, HasSubstr("connected 0"));
}

TEST_F(Connect, TakesATokenInsteadOfAskingForOne) {
  const MockServer server;
  const Outcome visit =
      run({"connect", server.url(), "--for", "300ms", "--token", "mine", "--all"});
  EXPECT_THAT(visit.out, HasSubstr("CONNECTING"));
  EXPECT_THAT(visit.out, HasSubstr("401")) << "the mock server knows the tokens it gave out";
}

TEST_F(Connect, WritesOverARecordingOnlyWhenToldTo) {
  const std::vector<std::string> command{"connect", "ws://127.0.0.1:1/", "--for",
                                         "100ms",   "--record",          "visit.rec"};
  write("visit.rec", "");
  EXPECT_EQ(run(command).exit_code, 1) << "nothing is lost with an empty file";
  const std::string older = content("visit.rec");
  const Outcome refused = run(command);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--force"));
  EXPECT_EQ(content("visit.rec"), older);
  std::vector<std::string> forced = command;
  forced.push_back("--force");
  EXPECT_EQ(run(forced).exit_code, 1);
  EXPECT_NE(content("visit.rec"), older);
  EXPECT_EQ(run({"replay", "visit.rec"}).exit_code, 0);
}

TEST_F(Connect, IsNotForcedToAnythingWithoutARecording) {
  const Outcome refused = run({"connect", "ws://127.0.0.1:1/", "--for", "100ms", "--force"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--force"));
  EXPECT_THAT(refused.err, HasSubstr("--record"));
}

TEST_F(Connect, WritesOverNothingButARecordingEvenIfForced) {
  write("client.py", "precious");
  const Outcome refused =
      run({"connect", "ws://127.0.0.1:1/", "--for", "100ms", "--record", "client.py", "--force"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err,
              HasSubstr("--record client.py: there is a file that is no recording of Fishtank's"));
  EXPECT_EQ(content("client.py"), "precious");
}

TEST_F(Connect, SaysWhatIsWrongWithWhatItWasGiven) {
  const auto complaint = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "connect");
    const Outcome outcome = run(std::move(arguments));
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out << outcome.err;
    return outcome.err;
  };
  const std::string url = "ws://127.0.0.1:1/";
  EXPECT_THAT(complaint({"ftp://x"}), HasSubstr("is no ws URL"));
  EXPECT_THAT(complaint({url, "--services", "x"}), HasSubstr("is no http URL"));
  EXPECT_THAT(complaint({url, "--header", "x"}), HasSubstr("--header"));
  EXPECT_THAT(complaint({url, "--header", "a b: c"}), HasSubstr("is no header"));
  EXPECT_THAT(complaint({url, "--cookies", "a=b"}), HasSubstr("unb"));
  EXPECT_THAT(complaint({url, "--cookies", "@missing"}), HasSubstr("missing"));
  EXPECT_THAT(complaint({url, "--profile", "hardend"}), HasSubstr("did you mean `hardened`?"));
  EXPECT_THAT(complaint({url, "--profile", ""}), HasSubstr("--profile: "));
  EXPECT_THAT(complaint({url, "--for", "3"}), HasSubstr("--for"));
  EXPECT_THAT(complaint({"wss://127.0.0.1:1/", "--authority", "missing.pem"}),
              HasSubstr("missing.pem"));
}

TEST_F(Connect, SaysWhichPartOfAUrlIsWrongAndHowToWriteIt) {
  const auto complaint = [&](const std::string& url) { return run({"connect", url}).err; };
  EXPECT_THAT(complaint("127.0.0.1:18470"),
              HasSubstr("it does not begin with ws:// or wss://; write ws://HOST:PORT/PATH"));
  EXPECT_THAT(complaint("ws://127.0.0.1:99999/"),
              HasSubstr("its port `99999` is none; write a number, 1 to 65535"));
  EXPECT_THAT(complaint("ws:///path"), HasSubstr("it names no host"));
  EXPECT_THAT(complaint("ws://me@host/"), HasSubstr("its host `me@host` is none"));
  EXPECT_THAT(complaint("ws://[::1/"), HasSubstr("its host `[::1` has no `]`"));
  EXPECT_THAT(complaint("ws://[::1]80/"), HasSubstr("write a `:` between"));
  EXPECT_THAT(complaint("ws://host/a b"), HasSubstr("its path has a blank; write %20"));
}

TEST_F(Connect, RefusesWhatOnlyASecureServerCanUse) {
  for (const std::string option : {"--insecure", "--authority=x.pem"}) {
    const Outcome plain = run({"connect", "ws://127.0.0.1:1/", option, "--for", "100ms"});
    EXPECT_EQ(plain.exit_code, 2) << plain.out;
    EXPECT_THAT(plain.err, HasSubstr(option.substr(0, option.find('=')) + ": goes with wss"));
  }
  EXPECT_EQ(run({"connect", "ws://127.0.0.1:1/", "--services", "https://127.0.0.1:1", "--insecure",
                 "--for", "100ms"})
                .exit_code,
            1)
      << "the services have a certificate";
}

TEST_F(Connect, SaysWhyThereIsNothingToReplay) {
  const auto complaint = [&](const std::string& file) {
    const Outcome outcome = run({"replay", file});
    EXPECT_EQ(outcome.exit_code, 2) << outcome.out;
    return outcome.err;
  };
  EXPECT_THAT(complaint("missing.rec"), HasSubstr("missing.rec: there is no such file"));
  EXPECT_THAT(complaint("."), HasSubstr(".: this is a folder, not a recording"));
  EXPECT_THAT(complaint("/dev/null"), HasSubstr("/dev/null: this is no ordinary file"));
}

TEST_F(Connect, SaysWhereARecordingIsDamaged) {
  write("notes.txt", "hello\n");
  const Outcome foreign = run({"replay", "notes.txt"});
  EXPECT_EQ(foreign.exit_code, 2);
  EXPECT_THAT(foreign.err, HasSubstr("notes.txt: is no recording; `connect --record FILE`"));
  write("damaged.rec", "{\"fishtank_recording\":1,\n");
  const Outcome damaged = run({"replay", "damaged.rec"});
  EXPECT_EQ(damaged.exit_code, 2);
  EXPECT_THAT(damaged.err, HasSubstr("damaged.rec:1: "));
  EXPECT_THAT(damaged.err, HasSubstr("is no JSON"));

  EXPECT_EQ(
      run({"connect", "ws://127.0.0.1:1/", "--for", "100ms", "--record", "visit.rec"}).exit_code,
      1);
  const std::string text = content("visit.rec");
  write("early.rec", text.substr(0, text.find('\n') + 1) + R"({"at":-5,"input":"tick"})" + '\n');
  EXPECT_THAT(run({"replay", "early.rec"}).err,
              HasSubstr("early.rec:2: the recording is damaged: this line has an `at` before the "
                        "beginning"));
}

}  // namespace
}  // namespace fishtank
