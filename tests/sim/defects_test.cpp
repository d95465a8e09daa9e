#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "plan/policy_fields.hpp"
#include "plan/profiles.hpp"
#include "plan/scenario.hpp"
#include "sim/run.hpp"
#include "tests/helpers/source_tree.hpp"
#include "trace/verdict.hpp"
#include "trace/vocabulary.hpp"

/// docs/defects.md is true: each defect of the clients that ship is in the scenario that the table
/// names, is found by the checks that it names, and is mended by the fields that it names.
namespace fishtank::sim {
namespace {

namespace fs = std::filesystem;

// ---- the table -------------------------------------------------------------------------------

/// `heartbeat.timeout: 0s`
struct FieldValue {
  std::string field;
  std::string value;
};

/// A row of docs/defects.md.
struct Row {
  std::string defect;  ///< D-3'
  std::vector<FieldValue> fields;
  std::vector<std::string> checks;
  fs::path found_in;
  fs::path mended;
};

fs::path docs() { return tests::source_root() / "docs"; }

/// What stands between each two of the marks: of "a `b`, `c`" b and c.
std::vector<std::string> between(std::string_view text, char open, char close) {
  std::vector<std::string> found;
  for (std::size_t at = text.find(open); at != std::string_view::npos; at = text.find(open, at)) {
    const std::size_t end = text.find(close, at + 1);
    if (end == std::string_view::npos) break;
    found.emplace_back(text.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return found;
}

FieldValue field_value(const std::string& text) {
  const std::size_t colon = text.find(": ");
  if (colon == std::string::npos) return {text, {}};
  return {text.substr(0, colon), text.substr(colon + 2)};
}

fs::path linked_file(std::string_view cell) {
  const auto targets = between(cell, '(', ')');
  return targets.size() == 1 ? (docs() / targets.front()).lexically_normal() : fs::path();
}

/// The cells of a line, without the blanks around them.
std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells;
  for (std::size_t from = 1; from < line.size();) {
    const std::size_t end = std::min(line.find('|', from), line.size());
    const std::string_view cell = line.substr(from, end - from);
    const std::size_t first = cell.find_first_not_of(' ');
    const std::size_t last = cell.find_last_not_of(' ');
    cells.emplace_back(first == std::string_view::npos ? "" : cell.substr(first, last - first + 1));
    from = end + 1;
  }
  return cells;
}

Row row_of(std::string_view line) {
  const std::vector<std::string> cells = cells_of(line);
  if (cells.size() != 6) {
    ADD_FAILURE() << "not a row of six columns: " << line;
    return {};
  }
  Row row{.defect = cells[0],
          .fields = {},
          .checks = between(cells[3], '`', '`'),
          .found_in = linked_file(cells[4]),
          .mended = linked_file(cells[5])};
  for (const std::string& text : between(cells[2], '`', '`')) {
    row.fields.push_back(field_value(text));
  }
  return row;
}

std::vector<Row> rows() {
  std::vector<Row> all;
  std::ifstream in(docs() / "defects.md");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("| D-")) all.push_back(row_of(line));
  }
  return all;
}

// ---- the runs --------------------------------------------------------------------------------

/// The runs of a scenario file; none, and a failure, if it cannot be used.
std::vector<plan::Plan> runs_of(const fs::path& path) {
  const plan::Loaded loaded = plan::load_file(path, trace::vocabulary());
  if (const auto* mistakes = std::get_if<plan::Diagnostics>(&loaded)) {
    ADD_FAILURE() << plan::print(*mistakes);
    return {};
  }
  std::vector<plan::Plan> plans;
  for (plan::Case& one : plan::expand(std::get<plan::ScenarioFile>(loaded))) {
    plans.push_back(std::move(one.plan));
  }
  return plans;
}

void expect_to_pass(const plan::Plan& plan, const trace::Trace& trace, const fs::path& path) {
  for (const trace::Failure& failure : trace::judge(plan, trace).failures) {
    ADD_FAILURE() << path << " seed=" << static_cast<std::uint64_t>(plan.seed) << ": "
                  << failure.expectation << "\n  expected: " << failure.expected
                  << "\n  happened: " << failure.happened;
  }
}

bool violates(const trace::Trace& trace, std::string_view check) {
  return std::ranges::find(trace.violations, check, &trace::Violation::check) !=
         trace.violations.end();
}

const core::Policy& hardened() { return plan::find_profile("hardened")->policy; }

/// With the fields of that row as `hardened` has them, and everything else as it was.
plan::Plan mended(plan::Plan plan, const Row& row) {
  for (plan::Client& client : plan.clients) {
    for (const FieldValue& one : row.fields) {
      if (const plan::PolicyField* field = plan::find_policy_field(one.field)) {
        field->set(client.policy, field->get(hardened()));
      }
    }
  }
  return plan;
}

// ---- the tests -------------------------------------------------------------------------------

TEST(Defects, AllOfThemHaveARow) {
  std::set<std::string> listed;
  for (const Row& row : rows()) listed.insert(row.defect);
  for (int number = 1; number <= 20; ++number) {
    EXPECT_TRUE(listed.contains("D-" + std::to_string(number))) << number;
  }
  EXPECT_TRUE(listed.contains("D-3'"));
}

TEST(Defects, AllScenariosOfDefectsAreInTheTable) {
  std::set<fs::path> listed;
  for (const Row& row : rows()) listed.insert({row.found_in, row.mended});
  for (const char* folder : {"scenarios/negative", "scenarios/fast"}) {
    for (const auto& entry : fs::directory_iterator(tests::source_root() / folder)) {
      const std::string name = entry.path().filename();
      const bool of_a_defect = name.size() > 3 && name[0] == 'd' && name[3] == '_' &&
                               name.find_first_of("0123456789") == 1;
      EXPECT_EQ(of_a_defect, listed.contains(entry.path())) << entry.path();
    }
  }
}

TEST(Defects, AreFoundByTheirChecksInTheClientsThatShip) {
  for (const Row& row : rows()) {
    EXPECT_FALSE(row.checks.empty()) << row.defect;
    for (const plan::Plan& plan : runs_of(row.found_in)) {
      const trace::Trace trace = run(plan);
      expect_to_pass(plan, trace, row.found_in);
      for (const std::string& check : row.checks) {
        EXPECT_TRUE(violates(trace, check)) << row.found_in << ": " << check;
      }
    }
  }
}

TEST(Defects, AreTheValuesOfTheFieldsThatTheTableNames) {
  for (const Row& row : rows()) {
    EXPECT_FALSE(row.fields.empty()) << row.defect;
    for (const FieldValue& one : row.fields) {
      const plan::PolicyField* field = plan::find_policy_field(one.field);
      ASSERT_NE(field, nullptr) << row.defect << ": " << one.field;
      for (const plan::Plan& plan : runs_of(row.found_in)) {
        const plan::Value is = field->get(plan.clients.front().policy);
        EXPECT_EQ(plan::print_value(is, field->type.kind), one.value)
            << row.found_in << ": " << one.field;
      }
    }
  }
}

TEST(Defects, AreMendedByTheseFieldsAlone) {
  for (const Row& row : rows()) {
    for (const plan::Plan& plan : runs_of(row.found_in)) {
      const trace::Trace trace = run(mended(plan, row));
      for (const std::string& check : row.checks) {
        EXPECT_FALSE(violates(trace, check)) << row.found_in << ": " << check;
      }
    }
  }
}

TEST(Defects, NeedEveryFieldThatTheTableNames) {
  for (const Row& row : rows()) {
    if (row.fields.size() < 2) continue;
    for (std::size_t left_out = 0; left_out < row.fields.size(); ++left_out) {
      Row fewer = row;
      fewer.fields.erase(fewer.fields.begin() + static_cast<std::ptrdiff_t>(left_out));
      const trace::Trace trace = run(mended(runs_of(row.found_in).front(), fewer));
      EXPECT_TRUE(violates(trace, row.checks.front()))
          << row.found_in << ": " << row.fields[left_out].field << " need not be mended";
    }
  }
}

TEST(Defects, HaveATwinInWhichTheHardenedClientMeetsTheSameAndIsWell) {
  for (const Row& row : rows()) {
    const auto found_in = runs_of(row.found_in);
    ASSERT_FALSE(found_in.empty()) << row.found_in;
    const plan::Plan& defect = found_in.front();
    for (const plan::Plan& twin : runs_of(row.mended)) {
      EXPECT_EQ(twin.timeline, defect.timeline) << row.mended;
      EXPECT_EQ(twin.network, defect.network) << row.mended;
      EXPECT_EQ(twin.server, defect.server) << row.mended;
      EXPECT_EQ(twin.clients.size(), 1U) << row.mended;
      plan::Client other = defect.clients.front();
      other.profile = "hardened";
      other.policy = hardened();
      EXPECT_EQ(twin.clients.front(), other) << row.mended;
      const trace::Trace trace = run(twin);
      expect_to_pass(twin, trace, row.mended);
      EXPECT_TRUE(trace.violations.empty()) << row.mended;
    }
  }
}

}  // namespace
}  // namespace fishtank::sim
