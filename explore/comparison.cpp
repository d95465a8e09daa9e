#include "explore/comparison.hpp"

#include <algorithm>
#include <tuple>

#include "sim/run.hpp"

namespace fishtank::explore {

namespace {

/// The seed of the sample in which somebody was back the latest.
core::Seed worst_of(const std::vector<Sample>& samples, const std::vector<core::Seed>& seeds) {
  constexpr auto kBack = static_cast<std::size_t>(Measure::time_to_be_back);
  const auto latest = [](const Sample& sample) {
    const auto& back = sample.values[kBack];
    return *std::max_element(back.begin(), back.end());
  };
  const auto worst =
      std::max_element(samples.begin(), samples.end(),
                       [&](const Sample& a, const Sample& b) { return latest(a) < latest(b); });
  return seeds[static_cast<std::size_t>(worst - samples.begin())];
}

Row row_of(const Question& question, const Subject& subject, const Trouble& trouble,
           const ForEach& for_each) {
  std::vector<Sample> samples(question.seeds.size());
  for_each(samples.size(), [&](std::size_t index) {
    const core::Seed seed = question.seeds[index];
    samples[index] =
        measure(sim::run(trial(subject, trouble, seed, question.setup)), beginning(seed));
  });
  Sample all;
  for (const Sample& sample : samples) all.append(sample);
  Row row{.trouble = trouble.name(),
          .subject = subject.name,
          .clients = all.of(Measure::time_to_be_back).size(),
          .not_back = all.not_back,
          .unnoticed = all.unnoticed,
          .untouched = all.untouched,
          .worst = worst_of(samples, question.seeds),
          .spreads = {}};
  for (std::size_t index = 0; index < kMeasures; ++index) {
    row.spreads[index] = spread(std::move(all.values[index]));
  }
  return row;
}

/// Less is better.
auto rank(const Row& row) {
  const Spread& back = row.of(Measure::time_to_be_back);
  const Spread& out = row.of(Measure::out_of_service);
  return std::tuple(row.not_back, back.p50, back.p99, back.max, out.p50, out.p99, out.max);
}

}  // namespace

Comparison compare(const Question& question, const ForEach& for_each) {
  Comparison comparison{.seeds = question.seeds, .setup = question.setup, .rows = {}};
  for (const Trouble& trouble : question.troubles) {
    const auto first = static_cast<std::ptrdiff_t>(comparison.rows.size());
    for (const Subject& subject : question.subjects) {
      comparison.rows.push_back(row_of(question, subject, trouble, for_each));
    }
    std::stable_sort(comparison.rows.begin() + first, comparison.rows.end(),
                     [](const Row& a, const Row& b) { return rank(a) < rank(b); });
  }
  return comparison;
}

}  // namespace fishtank::explore
