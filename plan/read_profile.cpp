#include "plan/read_profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

#include "plan/comment.hpp"
#include "plan/document.hpp"
#include "plan/grammar.hpp"
#include "plan/read_policy.hpp"

namespace fishtank::plan {
namespace {

constexpr std::array kFields{
    field<Profile, &Profile::name>("name", "What the profile is called."),
    field<Profile, &Profile::about>("about",
                                    "Which client it is and where its values come from, for "
                                    "people."),
};

void check_name(Reading& reading, const Node* node, std::string_view name) {
  if (node == nullptr) {
    reading.mistake(Mark{1, 1}, 1, "the profile has no `name`", "as in `name: patient`");
  } else if (node->is_scalar() && !is_word(name)) {
    reading.mistake(*node, "a profile's name has letters, digits, `-` and `_`, 64 at most");
  }
}

void choose(std::vector<Choice>& choices, Choice choice) {
  const auto place = std::ranges::lower_bound(choices, choice.field, {}, &Choice::field);
  if (place != choices.end() && place->field == choice.field) {
    *place = std::move(choice);
  } else {
    choices.insert(place, std::move(choice));
  }
}

Profile read_root(Reading& reading, const Node& root, const SourceText& source,
                  const FindBase& find_base) {
  Profile profile;
  profile.built_in = Client{}.profile;  // the policy with every field at its default
  MappingReader keys(reading, root, "a profile");
  if (!keys.good()) return profile;
  if (const Node* node = keys.take(key::based_on)) {
    const bool is_text = reading.value(*node, key::based_on.name, {ValueKind::text}).has_value();
    const Profile* base = is_text ? find_base(reading, *node) : nullptr;
    if (base != nullptr) profile = *base;
  }
  profile.name.clear();
  profile.about.clear();
  keys.take_fields(profile_fields(), profile);
  profile.about.erase(profile.about.find_last_not_of(" \n") + 1);
  check_name(reading, keys.take("name"), profile.name);
  for (const PolicySetting& setting : read_policy(reading, keys, profile.policy)) {
    choose(profile.choices, {setting.field, comment_beside(source, setting.mark)});
  }
  keys.refuse_rest();
  return profile;
}

/// The profile, if all that it is based on is among the known ones.
std::optional<Profile> read_one(const ProfileText& text, std::span<const Profile> known,
                                std::string& mistakes) {
  auto read = read_profile(
      text.text, fmt::format("{}.yaml", text.name),
      [&](Reading& reading, const Node& node) { return choose_profile(reading, node, known); });
  if (const auto* diagnostics = std::get_if<Diagnostics>(&read)) {
    if (mistakes.empty()) mistakes = print(*diagnostics);
    return std::nullopt;
  }
  auto& profile = std::get<Profile>(read);
  if (profile.name != text.name) {
    throw std::logic_error(fmt::format("{}.yaml calls itself `{}`", text.name, profile.name));
  }
  profile.built_in = profile.name;
  return std::move(profile);
}

}  // namespace

std::span<const Field<Profile>> profile_fields() { return kFields; }

std::variant<Profile, Diagnostics> read_profile(std::string_view text, std::string_view file,
                                                const FindBase& find_base) {
  auto parsed = parse_yaml(text, file);
  if (auto* mistake = std::get_if<Diagnostic>(&parsed)) return Diagnostics{std::move(*mistake)};
  const SourceText source(text, file);
  const Vocabulary vocabulary;  // of metrics and checks, which a profile does not name
  Reading reading(source, vocabulary);
  const Node root = unfold(std::get<Node>(std::move(parsed)));
  check_keys(reading, root);
  Profile profile = read_root(reading, root, source, find_base);
  if (reading.failed()) return reading.take();
  return profile;
}

const Profile* choose_profile(Reading& reading, const Node& node, std::span<const Profile> known) {
  const auto name = reading.value(node, key::profile.name, {ValueKind::text});
  if (!name) return nullptr;
  const auto found = std::ranges::find(known, std::get<std::string>(*name), &Profile::name);
  if (found != known.end()) return &*found;
  std::vector<std::string_view> names;
  for (const Profile& profile : known) names.push_back(profile.name);
  reading.unknown_word(node, "profile", names);
  return nullptr;
}

std::vector<Profile> read_built_in(std::span<const ProfileText> texts) {
  std::vector<Profile> known;
  while (known.size() < texts.size()) {  // one more generation each time
    const std::size_t before = known.size();
    std::string mistakes;
    for (const ProfileText& text : texts) {
      if (std::ranges::find(known, text.name, &Profile::name) != known.end()) continue;
      if (auto profile = read_one(text, known, mistakes)) known.push_back(*std::move(profile));
    }
    if (known.size() == before) throw std::logic_error("a built-in profile is wrong\n" + mistakes);
  }
  std::ranges::sort(known, {}, &Profile::name);
  return known;
}

}  // namespace fishtank::plan
