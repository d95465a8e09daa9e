#include "cli/live_runs.hpp"

#include <fmt/core.h>

#include <chrono>
#include <memory>
#include <utility>
#include <vector>

#include "cli/case_result.hpp"
#include "cli/excerpt.hpp"
#include "cli/progress.hpp"
#include "cli/shell_quote.hpp"
#include "cli/temporary_certificate.hpp"
#include "net/loop.hpp"

namespace fishtank::cli {

namespace {

using Done = std::function<void(std::size_t, const plan::Plan&, const live::Outcome&)>;

/// Between the beginnings of two runs, in real time: each dials and asks for a token at once.
constexpr std::chrono::milliseconds kApart(5);

/// Keeps so many runs under way until all have been.
class Shift {
 public:
  Shift(std::span<const CaseChoice> cases, const LiveOptions& options, const Done& done)
      : cases_(cases), options_(options), done_(done), progress_(cases.size(), options.progress) {}

  void work() {
    if (cases_.empty()) return;
    next_begins_.set(net::Clock::now());
    loop_.run();
  }

 private:
  struct Work {
    plan::Plan plan;
    std::unique_ptr<live::Run> run;
  };

  /// One after the other: what opens at the same moment waits for each other.
  void begin_next() {
    if (next_ == cases_.size() || under_way_.size() == options_.at_once) return;
    begin();
    next_begins_.set(net::Clock::now() + kApart);
  }

  void begin() {
    const std::size_t index = next_++;
    Work& work = under_way_[index];
    work.plan = cases_[index].plan();
    live::RunOptions run = options_.run;
    if (!run.tls && live::needs_tls(work.plan)) run.tls = certificate();
    work.run = std::make_unique<live::Run>(
        loop_, work.plan, run,
        [this, index](const live::Outcome& outcome) { end(index, outcome); });
  }

  void end(std::size_t index, const live::Outcome& outcome) {
    done_(index, under_way_.at(index).plan, outcome);
    progress_.advance(true);
    loop_.post([this, index] {
      under_way_.erase(index);
      begin_next();
      if (under_way_.empty()) loop_.stop();
    });
  }

  const net::TlsFiles& certificate() {
    if (!certificate_) certificate_ = temporary_certificate();
    return certificate_->files();
  }

  std::span<const CaseChoice> cases_;
  const LiveOptions& options_;
  const Done& done_;
  Progress progress_;
  std::unique_ptr<net::TemporaryCertificate> certificate_;  ///< once a case needs it
  net::Loop loop_;
  net::Timer next_begins_{loop_, [this] { begin_next(); }};
  std::size_t next_ = 0;
  std::map<std::size_t, Work> under_way_;
};

}  // namespace

void run_live(std::span<const CaseChoice> cases, const LiveOptions& options, const Done& done) {
  Shift(cases, options, done).work();
}

report::SuiteResult run_live_suite(std::span<const CaseChoice> cases, const LiveOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  report::SuiteResult suite;
  suite.cases.resize(cases.size());
  std::vector<std::vector<trace::ClientMetrics>> clients(cases.size());
  LiveOptions keeping = options;
  keeping.run.keep = trace::Keep::all;
  run_live(cases, keeping,
           [&](std::size_t index, const plan::Plan& plan, const live::Outcome& outcome) {
             const CaseChoice& choice = cases[index];
             std::string command = fmt::format(
                 "{} run {} {} --live --speed {}", shell_quote(options.program),
                 shell_quote(choice.scenario->file), choice.options(), options.run.pace.speed);
             report::CaseResult& result = suite.cases[index];
             result = case_result(choice, plan, outcome.trace, std::move(command), options.measure);
             if (!result.passed()) {
               result.around = excerpt(plan, outcome.trace, result.failures.front());
             }
             clients[index] = outcome.trace.metrics.clients;
           });
  if (options.measure && !cases.empty()) measure_together(suite, std::move(clients));
  suite.wall = rounded(std::chrono::steady_clock::now() - begin);
  return suite;
}

}  // namespace fishtank::cli
