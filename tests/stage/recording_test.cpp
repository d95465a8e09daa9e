#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "plan/profiles.hpp"
#include "sim/run.hpp"
#include "stage/recording.hpp"
#include "stage/recording_text.hpp"
#include "stage/replay.hpp"
#include "tests/helpers/frame_generators.hpp"
#include "tests/helpers/plans.hpp"

namespace fishtank::stage {
namespace {

using core::minutes;
using core::seconds;
using testing::one_client;

/// The recording of the first client of a simulated run.
std::string recorded(const plan::Plan& plan) {
  std::ostringstream out;
  RecordingWriter writer(out, 0, header_of(plan, 0));
  sim::run(plan, {.observer = &writer});
  return out.str();
}

Replayed replayed(const std::string& text) {
  std::istringstream in(text);
  RecordingReader reader(in);
  return replay(reader);
}

/// "3: is no JSON", or "" if the recording can be used.
std::string complaint(const std::string& text) {
  try {
    replayed(text);
    return "";
  } catch (const RecordingError& error) {
    return std::to_string(error.line()) + ": " + error.what();
  }
}

plan::Plan eventful_plan() {
  plan::Plan plan = one_client(minutes(5));
  plan.timeline = {testing::push(seconds(5)), testing::fault("drop", seconds(30)),
                   testing::push(seconds(80)),
                   testing::fault("ping_silence", seconds(100), seconds(90))};
  return plan;
}

std::string changed(std::string text, const std::string& what, const std::string& into) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), into);
}

std::string line_of(const std::string& text, const std::string& what) {
  const std::size_t at = text.find(what);
  if (at == std::string::npos) return "";
  const std::size_t begin = text.rfind('\n', at) + 1;
  return text.substr(begin, text.find('\n', at) - begin);
}

plan::Plan any_plan() {
  plan::Plan plan = one_client(minutes(20), *rc::gen::inRange<std::uint64_t>(1, 1'000'000));
  const auto profiles = plan::profiles();
  const auto& profile = profiles[*rc::gen::inRange<std::size_t>(0, profiles.size())];
  plan.clients[0].profile = profile.name;
  plan.clients[0].policy = profile.policy;
  for (int fault = *rc::gen::inRange(0, 5); fault > 0; --fault) {
    const auto name = *rc::gen::element<std::string_view>("refuse", "stall", "partition", "mute",
                                                          "ping_silence", "half_open");
    plan.timeline.push_back(testing::fault(name, seconds(*rc::gen::inRange(0, 900)),
                                           seconds(*rc::gen::inRange(1, 120))));
  }
  for (int push = *rc::gen::inRange(0, 5); push > 0; --push) {
    plan.timeline.push_back(testing::push(seconds(*rc::gen::inRange(0, 900))));
    plan.timeline.push_back({.at = seconds(*rc::gen::inRange(0, 900)),
                             .targets = {},
                             .action = plan::SendAction{},
                             .mark = {}});
  }
  std::stable_sort(plan.timeline.begin(), plan.timeline.end(),
                   [](const plan::Event& a, const plan::Event& b) { return a.at < b.at; });
  return plan;
}

RC_GTEST_PROP(RecordingLaw, AReplayGivesTheSameEffectsByteForByte, ()) {
  const plan::Plan plan = any_plan();
  const Replayed result = replayed(recorded(plan));
  if (result.parting) {
    RC_LOG() << result.parting->recorded << '\n' << result.parting->replayed << '\n';
  }
  RC_ASSERT(!result.parting);
  RC_ASSERT(result.inputs > 0U);
  RC_ASSERT(result.effects > 0U);
}

RC_GTEST_PROP(RecordingLaw, ADamagedByteIsAnErrorOrADifferenceButNeverACrash, ()) {
  std::string text = recorded(eventful_plan());
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  text[at] = *rc::gen::arbitrary<char>();
  complaint(text);  // the sanitizers and asserts say what is wrong
}

core::Input read_back(const core::Input& input) {
  std::string line;
  append_call(&input, core::Instant(seconds(1)), line);
  RC_LOG() << line;
  line.pop_back();
  wire::Decoder decoder;
  return *read_call(line, decoder).input;
}

RC_GTEST_PROP(RecordingLaw, GivesEveryFrameOfTheServerBack, ()) {
  const core::Input input = core::Received{core::AttemptId{3}, *tests::any_server_frame()};
  RC_ASSERT(read_back(input) == input);
}

// What a server out there sends need not be what ours would say.
RC_GTEST_PROP(RecordingLaw, GivesFramesBackThatNoServerOfOursWouldSend, ()) {
  std::string text;
  wire::encode(*tests::any_server_frame(), text);
  for (int change = *rc::gen::inRange(1, 4); change > 0; --change) {
    text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::inRange<char>(' ', '~');
  }
  wire::Decoder decoder;
  const wire::Decoded decoded = decoder.from_server(text);
  if (!std::holds_alternative<core::Frame>(decoded)) return;
  const core::Input input = core::Received{core::AttemptId{3}, std::get<core::Frame>(decoded)};
  RC_ASSERT(read_back(input) == input);
}

RC_GTEST_PROP(RecordingLaw, RecordingARunDoesNotChangeIt, ()) {
  const plan::Plan plan = any_plan();
  std::ostringstream out;
  RecordingWriter writer(out, 0, header_of(plan, 0));
  RC_ASSERT(sim::run(plan, {.observer = &writer}).fingerprint == sim::run(plan).fingerprint);
}

TEST(Recording, HoldsWhatTheCoreBeginsWith) {
  const plan::Plan plan = eventful_plan();
  std::istringstream in(recorded(plan));
  EXPECT_EQ(RecordingReader(in).header(), header_of(plan, 0));
}

TEST(Recording, HoldsNeitherCookiesNorTokens) {
  plan::Plan plan = eventful_plan();
  plan.clients[0].cookies = "unb=2200000000009; cookie2=very-secret";
  const std::string text = recorded(plan);
  EXPECT_EQ(text.find("very-secret"), std::string::npos);
  EXPECT_NE(line_of(text, "\"token_result\"").find(R"("token":"digest:)"), std::string::npos);
  EXPECT_NE(line_of(text, "/reg").find(R"("token":"digest:)"), std::string::npos)
      << line_of(text, "/reg");
}

TEST(Recording, IsOfOneClientAmongMany) {
  plan::Plan plan = eventful_plan();
  plan.clients[0].count = 3;
  std::ostringstream out;
  RecordingWriter writer(out, 1, header_of(plan, 1));
  sim::run(plan, {.observer = &writer});
  const Replayed result = replayed(out.str());
  EXPECT_FALSE(result.parting);
  EXPECT_GT(result.inputs, 10U);
}

TEST(Replay, ReportsWhereAnotherPolicyActsDifferently) {
  const std::string text = changed(recorded(eventful_plan()), R"("heartbeat.interval":"15s")",
                                   R"("heartbeat.interval":"14s")");
  const Replayed result = replayed(text);
  ASSERT_TRUE(result.parting);
  EXPECT_GT(result.parting->line, 1U);
  EXPECT_NE(result.parting->recorded, result.parting->replayed);
}

TEST(Replay, ReportsAnEffectThatIsChanged) {
  const std::string text =
      changed(recorded(eventful_plan()), R"("to":"CONNECTED")", R"("to":"CLOSED")");
  const Replayed result = replayed(text);
  ASSERT_TRUE(result.parting);
  EXPECT_NE(result.parting->recorded.find("CLOSED"), std::string::npos);
  EXPECT_NE(result.parting->replayed.find("CONNECTED"), std::string::npos);
}

TEST(Replay, ReportsAnEffectThatIsMissing) {
  std::string text = recorded(eventful_plan());
  const std::string line = line_of(text, R"("to":"CONNECTED")");
  const Replayed result = replayed(changed(text, line + "\n", ""));
  ASSERT_TRUE(result.parting);
  EXPECT_EQ(result.parting->replayed, line);
}

TEST(Replay, ReportsAnEffectTooMany) {
  std::string text = recorded(eventful_plan());
  const std::string line = line_of(text, R"("to":"CONNECTED")");
  const Replayed result = replayed(changed(text, line, line + "\n" + line));
  ASSERT_TRUE(result.parting);
  EXPECT_EQ(result.parting->recorded, line);
}

TEST(DamagedRecording, IsRefusedWithTheLineAndTheReason) {
  const std::string text = recorded(eventful_plan());
  const auto with_second = [&](const std::string& line) {
    return text.substr(0, text.find('\n') + 1) + line + "\n";
  };
  EXPECT_EQ(complaint(""), "1: is missing: the file is empty");
  EXPECT_EQ(complaint("hello\n"), "1: is no JSON");
  EXPECT_EQ(complaint("{}\n"), "1: has no `fishtank_recording`");
  EXPECT_EQ(complaint(changed(text, R"("fishtank_recording":1)", R"("fishtank_recording":2)")),
            "1: is of a later version of Fishtank");
  EXPECT_EQ(complaint(changed(text, R"("heartbeat.interval":"15s")", R"("heartbeat.interval":"x")"))
                .substr(0, 50),
            "1: has a `heartbeat.interval` that cannot be used:");
  EXPECT_EQ(complaint(changed(text, R"("heartbeat.interval":"15s",)", "")),
            "1: has no `heartbeat.interval`");
  EXPECT_NE(complaint(text.substr(0, text.size() - 1)).find("is cut off"), std::string::npos);
  EXPECT_EQ(complaint(with_second(R"({"at":5})")), "2: has no `input`");
  EXPECT_EQ(complaint(with_second(R"({"at":5,"input":"strat"})")),
            "2: has an input `strat`, which there is not");
  EXPECT_EQ(complaint(with_second(R"({"at":-5,"input":"tick"})")),
            "2: has an `at` before the beginning");
  EXPECT_EQ(complaint(with_second(R"({"at":5,"input":"stop","attempt":1})")),
            "2: has a `attempt` that means nothing here");
  EXPECT_EQ(complaint(with_second(R"({"at":5,"input":"opened","attempt":-1})")),
            "2: has a `attempt` that is no whole number, or too great");
  EXPECT_EQ(complaint(with_second(R"({"at":5,"input":"received","attempt":1})")),
            "2: has no `frame`");
  EXPECT_EQ(complaint(with_second(R"({"at":5,"input":"received","attempt":1,"frame":{"x":1}})"))
                .substr(0, 35),
            "2: has a frame that cannot be used:");
  EXPECT_EQ(complaint(with_second(R"({"effect":"send_ping","attempt":1})")),
            "2: is an effect, and nothing that it could be an effect of");
  EXPECT_EQ(complaint(with_second(R"({"at":5,"input":"tick"})"
                                  "\n"
                                  R"({"at":4,"input":"tick"})")),
            "3: goes back in time");
}

}  // namespace
}  // namespace fishtank::stage
