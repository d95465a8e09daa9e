#include "plan/policy_fields.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

namespace fishtank::plan {
namespace {

/// Converts to whatever a member of an aggregate is.
struct Anything {
  template <typename T>
  operator T() const;  // NOLINT: only its type is used
};

template <typename T, std::size_t... Indices>
constexpr bool takes(std::index_sequence<Indices...>) {
  return requires { T{(static_cast<void>(Indices), Anything{})...}; };
}

/// How many members an aggregate has: the most values that it can be made from.
template <typename T, std::size_t Count = 24>
constexpr std::size_t member_count() {
  if constexpr (takes<T>(std::make_index_sequence<Count>{})) {
    return Count;
  } else {
    return member_count<T, Count - 1>();
  }
}

using core::Policy;

// Three members of Reconnect are delays of three fields each.
constexpr std::size_t kFieldsOfPolicy =
    member_count<Policy::Connect>() + member_count<Policy::HeartbeatPolicy>() +
    member_count<Policy::Keepalive>() + member_count<Policy::Silence>() +
    member_count<Policy::Reconnect>() + 3 * (member_count<core::RetryDelay>() - 1) +
    member_count<Policy::Recovery>() + member_count<Policy::Token>() +
    member_count<Policy::Cookie>() + member_count<Policy::Inbox>() + member_count<Policy::Chat>() +
    member_count<Policy::Stopping>() + member_count<Policy::Watch>();

static_assert(member_count<Policy>() == 12, "a new group: add it to the sum and to the table");

TEST(PolicyFields, CoverEveryFieldOfThePolicy) {
  EXPECT_EQ(policy_fields().size(), kFieldsOfPolicy);
}

Value another_value(const PolicyField& field, const Value& value) {
  if (const auto* duration = std::get_if<Duration>(&value)) return *duration + core::seconds(1);
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number + 1;
  if (const auto* flag = std::get_if<bool>(&value)) return !*flag;
  const bool is_first = std::get<std::string>(value) == field.type.choices[0];
  return std::string(field.type.choices[is_first ? 1 : 0]);
}

TEST(PolicyFields, EachChangeAnotherPartOfThePolicy) {
  for (const PolicyField& field : policy_fields()) {
    Policy policy;
    field.set(policy, another_value(field, field.get(policy)));
    const auto differing = differing_fields(policy, Policy{});
    ASSERT_EQ(differing.size(), 1U) << field.name;
    EXPECT_EQ(differing[0]->name, field.name);
    EXPECT_NE(policy, Policy{}) << field.name;
  }
}

TEST(PolicyFields, HaveNamesOfTheirOwnAndAreFoundByThem) {
  std::set<std::string_view> names;
  for (const PolicyField& field : policy_fields()) {
    EXPECT_TRUE(names.insert(field.name).second) << field.name;
    EXPECT_EQ(find_policy_field(field.name), &field);
    EXPECT_FALSE(field.about.empty()) << field.name;
  }
  EXPECT_EQ(find_policy_field("heartbeat.intervall"), nullptr);
}

TEST(PolicyFields, HaveDefaultsWithinTheirRanges) {
  for (const PolicyField& field : policy_fields()) {
    const std::string text = print_value(field.get(Policy{}), field.type.kind);
    EXPECT_TRUE(std::holds_alternative<Value>(parse_value(text, field.type))) << field.name;
  }
}

}  // namespace
}  // namespace fishtank::plan
