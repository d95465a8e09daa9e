#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <regex>
#include <string>
#include <thread>
#include <vector>

#include "tests/cli/serve_client.hpp"
#include "tests/helpers/running_program.hpp"

/// `fishtank serve`, from the start of the program to its verdict, on real ports.
namespace fishtank {

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using tests::PlainClient;

constexpr auto kQuick = R"(name: quick
about: Everything is quick.
connect.timeout: 1s
)";

/// A served mock, and its two ports.
class Served {
 public:
  explicit Served(std::vector<std::string> more = {})
      : program_(arguments(std::move(more)), folder_.path()) {
    const std::string greeting = program_.read_until("control ");
    std::smatch ports;
    const std::regex pattern("ws://127.0.0.1:([0-9]+)/ .*, control http://127.0.0.1:([0-9]+)/");
    if (!std::regex_search(greeting, ports, pattern)) {
      ADD_FAILURE() << greeting;
      return;
    }
    port_ = static_cast<std::uint16_t>(std::stoi(ports[1]));
    control_port_ = static_cast<std::uint16_t>(std::stoi(ports[2]));
  }

  std::uint16_t port() const { return port_; }

  std::string ask(std::string_view method, std::string_view target, std::string_view body = "") {
    return tests::http(control_port_, method, target, body);
  }
  std::string log_until(const std::string& text) { return program_.read_until(text); }

  tests::Outcome stop(int signal = SIGTERM) {
    program_.signal(signal);
    return program_.wait();
  }
  tests::Outcome wait() { return program_.wait(); }

 private:
  std::vector<std::string> arguments(std::vector<std::string> more) {
    (void)folder_.write("quick.yaml", kQuick);
    more.insert(more.begin(), {"serve", "--profile", "./quick.yaml", "--any-token"});
    return more;
  }

  tests::TemporaryFolder folder_;
  tests::RunningProgram program_;
  std::uint16_t port_ = 0;
  std::uint16_t control_port_ = 0;
};

constexpr auto kUser = "2200000000009";
constexpr auto kCookie = "unb=2200000000009; cookie2=x";

}  // namespace

TEST(Serve, JudgesNobodyIfNobodyCame) {
  Served served;
  const auto outcome = served.stop();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("nobody came"));
}

TEST(Serve, PassesAClientThatKeepsToWhatIsExpected) {
  Served served;
  const PlainClient client(served.port(), kCookie);
  client.register_as(kUser);
  const auto outcome = served.stop(SIGINT);
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("visitor-1 (2200000000009)  registered"),
                                 HasSubstr("passed: 1 visitor, nothing wrong")));
}

TEST(Serve, FindsAClientThatNeverRegisters) {
  Served served({"--ping-interval", "1s"});
  const PlainClient client(served.port());
  std::thread pongs([&] { client.receive(); });  // nobody is accused who may be gone
  served.log_until("FINDING registered_after_reconnect: visitor-1: ");
  const auto outcome = served.stop();
  pongs.join();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.out, testing::ContainsRegex("FAILED registered_after_reconnect: visitor-1 at "
                                                  "[0-9]+(\\.[0-9]{1,3})?s\n"));
  EXPECT_THAT(outcome.out, HasSubstr("failed: 1 check broken by 1 of 1 visitor"));
}

TEST(Serve, TellsEverybodyThatItGoes) {
  Served served;
  const PlainClient client(served.port(), kCookie);
  client.register_as(kUser);
  served.ask("POST", "/stop");
  EXPECT_EQ(client.receive(), std::nullopt);
  EXPECT_EQ(served.wait().exit_code, 0);
}

TEST(Serve, PushesToWhoeverHasRegistered) {
  Served served;
  const PlainClient client(served.port(), kCookie);
  client.register_as(kUser);
  EXPECT_THAT(served.ask("POST", "/push", R"({"text": "hi"})"), HasSubstr(R"({"number":1})"));
  EXPECT_THAT(client.receive().value_or("nothing"), HasSubstr(R"("lwp":"/s/sync")"));
  EXPECT_THAT(served.stop().out, HasSubstr("got a message"));
}

TEST(Serve, KeepsAPushForTheFirstWhoRegisters) {
  Served served;
  served.ask("POST", "/push", R"({"text": "before anybody came"})");
  const PlainClient client(served.port(), kCookie);
  client.register_as(kUser);
  EXPECT_THAT(client.receive().value_or("nothing"), HasSubstr(R"("lwp":"/s/sync")"));
  EXPECT_EQ(served.stop().exit_code, 0);
}

TEST(Serve, DropsWhoeverIsThere) {
  Served served;
  const PlainClient client(served.port(), kCookie);
  client.register_as(kUser);
  served.ask("POST", "/faults", R"({"fault": "drop", "how": "fin"})");
  EXPECT_EQ(client.receive(), std::nullopt);
  EXPECT_THAT(served.stop().out, AllOf(HasSubstr("fault drop makes a difference"),
                                       HasSubstr("gone: end of stream without a close frame")));
}

TEST(Serve, RefusesNewConnectionsWhileTheServerIsDown) {
  Served served;
  served.ask("POST", "/faults", R"({"fault": "restart", "down": "1h"})");
  EXPECT_FALSE(tests::is_listening(served.port()));
  EXPECT_THAT(served.ask("DELETE", "/faults"), HasSubstr("healed"));
  const PlainClient client(served.port(), kCookie);
  client.register_as(kUser);
}

TEST(Serve, ListsAndHealsTheFaultsAtWork) {
  Served served;
  EXPECT_THAT(served.ask("POST", "/faults", R"({"fault": "ping_silence"})"),
              HasSubstr(R"({"number":1})"));
  EXPECT_THAT(served.ask("GET", "/faults"), HasSubstr(R"([{"fault":"ping_silence","number":1}])"));
  EXPECT_THAT(served.ask("DELETE", "/faults/2"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(served.ask("DELETE", "/faults/1"), HasSubstr(R"({"healed":1})"));
  EXPECT_THAT(served.ask("GET", "/faults"), HasSubstr("[]"));
}

TEST(Serve, ShowsWhoIsThere) {
  Served served;
  const PlainClient client(served.port(), kCookie);
  client.register_as(kUser);
  EXPECT_THAT(served.ask("GET", "/state"),
              HasSubstr(R"({"name":"visitor-1","user":"2200000000009","connections":1})"));
  EXPECT_THAT(served.ask("GET", "/trace?last=1"), HasSubstr(R"("kind":"server_ready")"));
  EXPECT_THAT(served.ask("GET", "/metrics"),
              AllOf(HasSubstr("\nfishtank_connections_open 1\n"),
                    HasSubstr("\nfishtank_registrations_total 1\n")));
}

TEST(Serve, TellsTwoAnonymousClientsApart) {
  Served served;
  const PlainClient one(served.port());
  const PlainClient other(served.port());
  one.register_as("2200000000001");
  other.register_as("2200000000002");
  EXPECT_THAT(served.stop().out, AllOf(HasSubstr("visitor-1 (2200000000001)  registered"),
                                       HasSubstr("visitor-2 (2200000000002)  registered"),
                                       HasSubstr("passed: 2 visitors")));
}

TEST(Serve, EndsDuringAFault) {
  Served served;
  const PlainClient client(served.port(), kCookie);
  client.register_as(kUser);
  served.ask("POST", "/faults", R"({"fault": "stall"})");
  EXPECT_EQ(served.stop(SIGINT).exit_code, 0);
}

TEST(Serve, SaysThatItCannotDisturbAPathWithoutItsProxy) {
  Served served({"--direct"});
  const PlainClient client(served.port(), kCookie);
  client.register_as(kUser);
  served.ask("POST", "/faults", R"({"fault": "stall"})");
  served.ask("POST", "/push");
  EXPECT_THAT(client.receive().value_or("nothing"), HasSubstr("/s/sync"));
  EXPECT_THAT(served.stop().out, AllOf(HasSubstr("NOW: nothing: clients come without the proxy"),
                                       Not(HasSubstr("makes a difference"))));
}

TEST(Serve, ToldForHowLongEndsByItself) {
  Served served({"--for", "300ms"});
  const PlainClient client(served.port(), kCookie);
  client.register_as(kUser);
  EXPECT_EQ(served.wait().exit_code, 0);
}

namespace {

/// A scenario of that length with those lines, served to a client that comes and stays.
tests::Outcome serve_a_calm_client(std::string_view duration, const std::string& lines,
                                   std::vector<std::string> options = {}) {
  const tests::TemporaryFolder folder;
  const auto scenario = folder.write(
      "served.yaml", "name: Served\nduration: " + std::string(duration) + "\n" + lines);
  options.push_back(scenario.string());
  Served served(std::move(options));
  const PlainClient client(served.port(), kCookie);
  client.register_as(kUser);
  while (client.receive()) {
  }
  return served.wait();
}

}  // namespace

TEST(Serve, PlaysAScenarioFromTheFirstClientOn) {
  const auto outcome = serve_a_calm_client("1s", R"(timeline:
  - {at: 200ms, push: {from: buyer-1}}
expect:
  - {metric: messages_pushed, equals: 1}
  - {metric: messages_delivered, equals: 1}
  - {state: CONNECTED, by: 1s}
)");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("got a message"), HasSubstr("not judged: 1 expectation of")));
}

TEST(Serve, FailsForWhatTheScenarioExpectsAndTheServerCanTell) {
  const auto outcome = serve_a_calm_client("500ms", R"(expect:
  - {metric: reconnects, at_least: 1}
)");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("FAILED metric reconnects ("), HasSubstr("yaml:4)\n"),
                                 HasSubstr("expected: reconnects at least 1\n"),
                                 HasSubstr("happened: it was 0\n"),
                                 HasSubstr("failed: 1 line of the scenario not met")));
}

TEST(Serve, FailsForAFaultThatMetNobody) {
  const auto outcome = serve_a_calm_client("800ms", R"(timeline:
  - {at: 200ms, fault: refuse, for: 300ms}
)");
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("nothing ever met it"));
}

TEST(Serve, TakesWhoeverIsAwayForOneThatMetARefusal) {
  const auto outcome = serve_a_calm_client("2s", R"(timeline:
  - {at: 1500ms, fault: drop}
  - {at: 1700ms, fault: refuse, for: 200ms}
)");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
}

TEST(Serve, PlaysThePartOfOneOfSeveralClients) {
  const std::string lines = R"(clients:
  - {name: seller}
  - {name: buyer}
timeline:
  - {at: 300ms, fault: refuse, for: 100ms, clients: buyer}
)";
  const auto buyer = serve_a_calm_client("600ms", lines, {"--client", "buyer"});
  EXPECT_THAT(buyer.out, HasSubstr("nothing ever met it"));
  const auto seller = serve_a_calm_client("600ms", lines, {"--client", "seller"});
  EXPECT_EQ(seller.exit_code, 0) << seller.out;
  const auto whoever = serve_a_calm_client("600ms", lines);
  EXPECT_THAT(whoever.out, HasSubstr("note: line 7 is meant for some of the scenario's clients"));
}

TEST(Serve, HasTestedNothingIfNobodyRegistered) {
  Served served;
  { const PlainClient client(served.port(), kCookie); }
  const auto outcome = served.stop();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("nobody registered, so nothing was tested (1 visitor)"));
}

TEST(Serve, SaysWhoWasCutOffAndNotBackAtTheEnd) {
  const auto outcome = serve_a_calm_client("2s", R"(timeline:
  - {at: 1500ms, fault: drop}
)");
  EXPECT_EQ(outcome.exit_code, 0) << "its time is not over";
  EXPECT_THAT(outcome.out, HasSubstr("note: visitor-1 (2200000000009) was cut off at "));
  EXPECT_THAT(outcome.out, HasSubstr("the scenario begins: its 0s is here"));
}

TEST(Serve, TellsOfARequestThatNoServiceKnows) {
  Served served;
  EXPECT_THAT(tests::http(served.port(), "GET", "/nowhere"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(served.stop().out, HasSubstr("asked for what no service has: "));
}

TEST(Serve, AsksTheTesterOnceForEachThing) {
  Served served;
  served.ask("POST", "/faults", R"({"fault": "dns_failure", "for": "1h"})");
  served.ask("POST", "/faults", R"({"fault": "latency", "add": "1ms"})");
  served.ask("DELETE", "/faults");
  const std::string log = served.stop().out;
  const std::size_t asked = log.find("NOW: make the client's lookup of the server's name fail");
  ASSERT_NE(asked, log.npos);
  EXPECT_EQ(log.find("NOW: make", asked + 1), log.npos);
  EXPECT_NE(log.find("NOW: let the client's lookup of the server's name succeed again"), log.npos);
}

TEST(Serve, LeavesToTheTesterWhatOnlyHeCanDo) {
  const auto outcome = serve_a_calm_client("800ms", R"(timeline:
  - {at: 200ms, fault: freeze, for: 300ms}
)");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
  EXPECT_THAT(outcome.out, HasSubstr("NOW: suspend the client's process"));
}

TEST(Serve, SaysWhatIsWrongWithACommand) {
  Served served;
  const std::string typo = served.ask("POST", "/faults", R"({"fault": "dorp"})");
  EXPECT_THAT(typo, AllOf(StartsWith("HTTP/1.1 400 "), HasSubstr("did you mean `drop`?")));
  EXPECT_THAT(served.ask("POST", "/faults", "nonsense"), HasSubstr("must be a JSON object"));
  EXPECT_THAT(served.ask("POST", "/nowhere"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(served.ask("PUT", "/faults"), StartsWith("HTTP/1.1 405 "));
  EXPECT_EQ(served.ask("GET", "/faults").find("dorp"), std::string::npos);
}

TEST(Serve, SaysThatAPortIsTaken) {
  Served served;
  const auto outcome = tests::run_fishtank({"serve", "--port", std::to_string(served.port())});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("cannot listen on 127.0.0.1:"), HasSubstr("in use"),
                                 HasSubstr("choose another with --port")));
}

TEST(Serve, MakesACertificateThatAClientCanTrust) {
  const tests::TemporaryFolder folder;
  tests::RunningProgram program({"serve", "--tls"}, folder.path());
  const std::string greeting = program.read_until(".pem\n");
  std::smatch words;
  const std::regex pattern("serving (wss://[0-9.:]+/) [^\n]*\ntrust ([^\n]+)\n");
  ASSERT_TRUE(std::regex_search(greeting, words, pattern)) << greeting;
  const std::string url = words[1];
  const std::string authority = words[2];
  const auto distrusting = tests::run_fishtank({"connect", url, "--for", "2s"});
  EXPECT_EQ(distrusting.exit_code, 1);
  const auto trusting =
      tests::run_fishtank({"connect", url, "--authority", authority, "--for", "3s"});
  EXPECT_EQ(trusting.exit_code, 0) << trusting.out << trusting.err;
  program.signal(SIGTERM);
  (void)program.wait();
  EXPECT_FALSE(std::filesystem::exists(authority));
}

TEST(Serve, WritesItsTraceOverAnOlderOneAndOverNothingElse) {
  const tests::TemporaryFolder folder;
  folder.write("notes.txt", "precious");
  const auto refused = tests::run_fishtank({"serve", "--trace", "notes.txt"}, folder.path());
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--trace notes.txt: there is a file that is no trace"));
  EXPECT_EQ(folder.read("notes.txt"), "precious");
  folder.write("older.jsonl", "{\"at_ns\":0,\"kind\":\"server_accepted\",\"a\":0,\"b\":0}\n");
  const auto other =
      tests::run_fishtank({"serve", "--trace", "older.jsonl", "--address", "?"}, folder.path());
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.err, HasSubstr("--address"));
}

TEST(Serve, SaysThatItsTraceCouldNotBeWritten) {
  Served served({"--trace", "/dev/full"});
  const PlainClient client(served.port(), kCookie);
  client.register_as(kUser);
  const auto outcome = served.stop();
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("passed: 1 visitor"),
                                 HasSubstr("--trace /dev/full: could not be written to its end")));
}

}  // namespace fishtank
