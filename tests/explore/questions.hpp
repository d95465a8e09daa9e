#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "explore/comparison.hpp"

/// Questions in short, for tests of what answers them.
namespace fishtank::tests {

/// Throws std::bad_variant_access if there is no such profile.
inline explore::Subject subject_of(std::string_view text) {
  return std::get<explore::Subject>(explore::read_subject(text));
}

/// Throws std::bad_variant_access if there is no such fault.
inline explore::Trouble trouble_of(std::string_view text) {
  return std::get<explore::Trouble>(explore::read_trouble(text));
}

inline explore::Question question_of(const std::vector<std::string_view>& profiles,
                                     const std::vector<std::string_view>& faults,
                                     std::uint64_t seeds, std::int32_t clients = 1) {
  explore::Question question;
  question.setup.clients = clients;
  for (const auto text : profiles) question.subjects.push_back(subject_of(text));
  for (const auto text : faults) question.troubles.push_back(trouble_of(text));
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) question.seeds.push_back(core::Seed{seed});
  return question;
}

/// One index after the other.
inline void in_order(std::size_t count, const std::function<void(std::size_t)>& work) {
  for (std::size_t index = 0; index < count; ++index) work(index);
}

}  // namespace fishtank::tests
