#include "trace/fingerprint.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>
#include <set>
#include <vector>

#include "trace/first_difference.hpp"

namespace fishtank::trace {
namespace {

/// Any record at all, bit by bit.
rc::Gen<Record> any_record() {
  return rc::gen::map(rc::gen::container<std::vector<std::uint8_t>>(
                          sizeof(Record), rc::gen::arbitrary<std::uint8_t>()),
                      [](const std::vector<std::uint8_t>& bytes) {
                        Record record;
                        std::memcpy(&record, bytes.data(), sizeof record);
                        return record;
                      });
}

/// Enough to fill several blocks.
rc::Gen<std::vector<Record>> any_records() {
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(1, 300), [](std::size_t count) {
    return rc::gen::container<std::vector<Record>>(count, any_record());
  });
}

Fingerprint fingerprint_of(const std::vector<Record>& records) {
  RunningFingerprint running;
  for (const Record& record : records) running.add(record);
  return running.value();
}

RC_GTEST_PROP(Fingerprint, CanBeReadAtAnyMomentWithoutChangingWhatFollows, ()) {
  const auto records = *any_records();
  RunningFingerprint read_often;
  for (const Record& record : records) {
    read_often.add(record);
    static_cast<void>(read_often.value());
  }
  RC_ASSERT(read_often.value() == fingerprint_of(records));
}

RC_GTEST_PROP(Fingerprint, DependsOnEachBit, ()) {
  auto records = *any_records();
  const Fingerprint before = fingerprint_of(records);
  Record& victim = records[*rc::gen::inRange<std::size_t>(0, records.size())];
  const auto bit = *rc::gen::inRange<std::size_t>(0, sizeof(Record) * 8);
  auto* bytes = reinterpret_cast<unsigned char*>(&victim);
  bytes[bit / 8] = static_cast<unsigned char>(bytes[bit / 8] ^ 1U << bit % 8);
  RC_ASSERT(fingerprint_of(records) != before);
}

RC_GTEST_PROP(Fingerprint, DependsOnTheOrder, ()) {
  auto records = *any_records();
  records.push_back(*any_record());
  const auto first = *rc::gen::inRange<std::size_t>(0, records.size() - 1);
  RC_PRE(!(records[first] == records[first + 1]));
  const Fingerprint before = fingerprint_of(records);
  std::swap(records[first], records[first + 1]);
  RC_ASSERT(fingerprint_of(records) != before);
}

TEST(Fingerprint, IsTheSameOnEveryMachineAndPrintedAsSixteenHexDigits) {
  EXPECT_EQ(to_text(fingerprint_of({})), "2d06800538d394c2");  // XXH3 of nothing
  EXPECT_EQ(to_text(Fingerprint{0x1f}), "000000000000001f");
}

TEST(Names, AreThereForEachKindAndDiffer) {
  std::set<std::string_view> names;
  for (int kind = 0; kind < kRecordKinds; ++kind) {
    names.insert(name(static_cast<RecordKind>(kind)));
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(kRecordKinds));
  EXPECT_EQ(name(RecordKind::state_changed), "state_changed");
  EXPECT_EQ(name(RecordKind::run_ended), "run_ended");
}

TEST(FirstDifference, IsNoneBetweenEqualRuns) {
  const std::vector<Record> run(3);
  EXPECT_FALSE(first_difference(run, run));
}

TEST(FirstDifference, IsTheFirstRecordThatDiffersWithWhatCameBefore) {
  const std::vector<Record> left{{.a = 1}, {.a = 2}, {.a = 3}, {.a = 4}};
  std::vector<Record> right = left;
  right[2].a = 9;
  const auto difference = first_difference(left, right, 1);
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->index, 2U);
  EXPECT_EQ(difference->left->a, 3U);
  EXPECT_EQ(difference->right->a, 9U);
  ASSERT_EQ(difference->before.size(), 1U);
  EXPECT_EQ(difference->before[0].a, 2U);
}

TEST(FirstDifference, IsTheEndOfTheShorterRun) {
  const std::vector<Record> left{{.a = 1}};
  const std::vector<Record> right{{.a = 1}, {.a = 2}};
  const auto difference = first_difference(left, right);
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->index, 1U);
  EXPECT_FALSE(difference->left);
  EXPECT_EQ(difference->right->a, 2U);
}

}  // namespace
}  // namespace fishtank::trace
