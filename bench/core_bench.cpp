/// What core::Connection takes for an input, its answer by the smallest of hosts included.
#include <benchmark/benchmark.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/connection.hpp"

namespace fishtank::bench {
namespace {

core::Policy without_cookie_refresh() {
  core::Policy policy = core::xianyu_live();
  policy.cookie.refresh_interval = core::kOff;
  return policy;
}

/// A world in which everything succeeds at once. Time jumps from deadline to deadline.
class KindHost {
 public:
  KindHost() : connection_(without_cookie_refresh(), core::Identity{"1", {}, {}}, core::Seed{1}) {
    hand_in(core::Start{});
    pass_until_connected();
  }

  /// An input, and whatever follows from it at this moment. No two come at the same.
  void hand_in(const core::Input& input) {
    ++inputs_;
    now_ += core::nanoseconds(1);
    connection_.handle(input, now_, effects_);
    settle();
  }

  /// The connection's next deadline comes.
  void pass_time() {
    ++inputs_;
    now_ = connection_.next_deadline();
    connection_.tick(now_, effects_);
    settle();
  }

  void pass_until_connected() {
    while (connection_.state() != core::State::connected) pass_time();
  }

  core::AttemptId attempt() const { return attempt_; }

  /// Ticks and inputs that the connection has had.
  std::size_t inputs() const { return inputs_; }

 private:
  void settle() {
    answer_effects();
    for (std::size_t next = 0; next < answers_.size(); ++next) {
      ++inputs_;
      const core::Input answer = std::move(answers_[next]);
      connection_.handle(answer, now_, effects_);
      answer_effects();
    }
    answers_.clear();
  }

  void answer_effects() {
    for (const core::Effect& effect : effects_) {
      std::visit([this](const auto& one) { answer(one); }, effect);
    }
    effects_.clear();
  }

  void answer(const core::OpenTransport& effect) {
    attempt_ = effect.attempt;
    answers_.emplace_back(core::Opened{attempt_});
  }
  void answer(const core::RequestToken& effect) {
    answers_.emplace_back(core::TokenResult{.call = effect.call, .token = "token"});
  }
  void answer(const core::Deliver& effect) {
    answers_.emplace_back(core::HandlerDone{effect.handler});
  }
  void answer(const core::Send& effect) {
    if (effect.send != core::SendId{}) answers_.emplace_back(core::Sent{attempt_, effect.send});
    if (core::kind(effect.frame) == core::FrameKind::ack) return;
    answers_.emplace_back(
        core::Received{attempt_, core::Response{core::mid(effect.frame), {}, 200, {}}});
  }
  template <typename Other>
  void answer(const Other&) {}

  core::Connection connection_;
  core::AttemptId attempt_{};
  core::Instant now_ = core::kStart;
  core::Effects effects_;
  std::vector<core::Input> answers_;
  std::size_t inputs_ = 0;
};

/// Nanoseconds for each input since the host had `before` of them.
benchmark::Counter ns_per_input(const KindHost& host, std::size_t before) {
  const auto inputs = static_cast<double>(host.inputs() - before);
  return {inputs / 1e9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert};
}

/// tick, Sent, Received.
void heartbeat(benchmark::State& state) {
  KindHost host;
  const std::size_t before = host.inputs();
  for (auto _ : state) host.pass_time();
  state.counters["ns/input"] = ns_per_input(host, before);
}
BENCHMARK(heartbeat);

/// Twice as many messages as deduplication remembers: each is new again when its turn comes.
std::vector<core::Input> pushes(core::AttemptId attempt) {
  std::vector<core::Input> all;
  const int count = 2 * core::Policy{}.inbox.dedupe_capacity;
  for (int number = 0; number < count; ++number) {
    const std::string id = std::to_string(number) + ".PNM";
    core::ChatMessage message;
    message.id = std::string_view(id);
    std::vector<core::PushItem> items{std::move(message)};
    all.emplace_back(
        core::Received{attempt, core::Push{std::string_view(id), {}, {}, std::move(items)}});
  }
  return all;
}

/// Received with a push, Sent of its acknowledgement, HandlerDone.
void message(benchmark::State& state) {
  KindHost host;
  const std::vector<core::Input> all = pushes(host.attempt());
  const std::size_t before = host.inputs();
  std::size_t next = 0;
  for (auto _ : state) {
    host.hand_in(all[next]);
    next = next + 1 == all.size() ? 0 : next + 1;
  }
  state.counters["ns/input"] = ns_per_input(host, before);
}
BENCHMARK(message);

/// Closed, the wait, Opened, registration, the first heartbeat.
void drop_and_reconnect(benchmark::State& state) {
  KindHost host;
  const std::size_t before = host.inputs();
  for (auto _ : state) {
    host.hand_in(core::Closed{.attempt = host.attempt(), .cause = core::CloseCause::reset});
    host.pass_until_connected();
    host.pass_time();
  }
  state.counters["ns/input"] = ns_per_input(host, before);
}
BENCHMARK(drop_and_reconnect);

}  // namespace
}  // namespace fishtank::bench

BENCHMARK_MAIN();
