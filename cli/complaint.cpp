#include "cli/complaint.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <sstream>
#include <string_view>
#include <vector>

#include "plan/nearest.hpp"

namespace fishtank::cli {

namespace {

/// What the user may have meant by a word that nobody knows: "; did you mean --seeds?" or nothing.
std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  const auto near = plan::nearest(word, views);
  return near ? fmt::format("; did you mean {}?", *near) : "";
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

/// The first word that no command and no option took, or empty.
std::string unknown_word(const CLI::App& app) {
  const std::vector<std::string> rest = app.remaining(true);
  return rest.empty() ? "" : rest.front();
}

std::string complaint_about_word(const CLI::App& app, const CLI::App& command,
                                 const std::string& word) {
  if (word.starts_with('-')) {
    const std::string name = word.substr(0, word.find('='));
    return fmt::format("unknown option {}{}", name, suggestion(name, option_names(command)));
  }
  if (&command == &app) {
    return fmt::format("unknown command {}{}", word, suggestion(word, command_names(app)));
  }
  return fmt::format("unexpected {}", word);
}

/// The options that the parser's message names, in its order.
std::vector<const CLI::Option*> named_options(const CLI::App& command, std::string message) {
  std::ranges::replace(message, ':', ' ');
  std::istringstream words(message);
  std::vector<const CLI::Option*> named;
  const auto options = command.get_options();
  for (std::string word; words >> word;) {
    const auto found = std::ranges::find_if(
        options, [&](const CLI::Option* option) { return option->get_name() == word; });
    if (found != options.end()) named.push_back(*found);
  }
  return named;
}

/// What a number has to be, from the parser's "Value 0 not in range 1 to 1024" or the number alone.
std::string complaint_about_number(const std::string& text, std::string_view message) {
  constexpr std::string_view kRange = " not in range ";
  const std::size_t range = message.rfind(kRange);
  if (range != message.npos) {
    return fmt::format("write a whole number, {}", message.substr(range + kRange.size()));
  }
  const std::size_t digits = text.starts_with('-') ? 1 : 0;
  if (text.size() == digits || text.find_first_not_of("0123456789", digits) != text.npos) {
    return "write a whole number";
  }
  return digits == 1 ? "must not be negative" : "is too big: write a smaller number";
}

/// What the option was given, as the user wrote it: " 0".
std::string given(const CLI::Option& option) {
  std::string text;
  for (const std::string& value : option.results()) text += ' ' + value;
  return text;
}

std::string complaint_about_option(const std::vector<const CLI::Option*>& options,
                                   const CLI::ParseError& error) {
  const std::string_view message = error.what();
  const CLI::Option& option = *options.front();
  const std::string name = option.get_name();
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    return fmt::format("{} is missing: {}", name, option.get_description());
  }
  if (dynamic_cast<const CLI::RequiresError*>(&error) != nullptr && options.size() > 1) {
    return fmt::format("{0} goes with {1}: add {1}", name, options.back()->get_name());
  }
  if (dynamic_cast<const CLI::ExcludesError*>(&error) != nullptr && options.size() > 1) {
    return fmt::format("{} and {} do not go together: leave one out", name,
                       options.back()->get_name());
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    const bool too_many = message.find("At Most") != message.npos;
    return too_many ? fmt::format("{} is given more than once: give it once", name)
                    : fmt::format("{}: write {} after it", name, option.get_type_name());
  }
  const bool of_a_flag = option.get_items_expected_max() == 0;
  if (of_a_flag) return fmt::format("{} takes no value: write {} alone", name, name);
  const bool of_a_number = dynamic_cast<const CLI::ConversionError*>(&error) != nullptr ||
                           message.find(" not in range ") != message.npos;
  if (!of_a_number) return std::string(message);  // a validator of ours speaks for itself
  const std::string last = option.results().empty() ? "" : option.results().back();
  return fmt::format("{}{}: {}", name, given(option), complaint_about_number(last, message));
}

}  // namespace

std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
  const auto chosen = app.get_subcommands();
  const CLI::App& command = chosen.empty() ? app : *chosen.front();
  const std::string word = unknown_word(app);
  if (!word.empty()) return complaint_about_word(app, command, word);
  const auto options = named_options(command, error.what());
  return options.empty() ? error.what() : complaint_about_option(options, error);
}

}  // namespace fishtank::cli
