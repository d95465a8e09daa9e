#include <istream>
#include <nlohmann/json.hpp>
#include <set>
#include <type_traits>

#include "plan/policy_fields.hpp"
#include "stage/recording_fields.hpp"
#include "stage/recording_text.hpp"
#include "trace/record.hpp"

namespace fishtank::stage {

namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const std::string& why) { throw std::invalid_argument(why); }

std::string ticked(std::string_view name) { return '`' + std::string(name) + '`'; }

// The words that inputs may hold; effects are compared as they stand.
template <typename Enum>
constexpr int kWords = 0;
template <>
constexpr int kWords<core::OpenFailure> = core::kOpenFailures;
template <>
constexpr int kWords<core::CloseCause> = core::kCloseCauses;
template <>
constexpr int kWords<core::ServiceOutcome> = core::kServiceOutcomes;

Json parse(std::string_view text) { return Json::parse(text, nullptr, false); }

/// Reads the members of an object, each once; what is left over has no business there.
class Reader {
 public:
  explicit Reader(Json json) : json_(std::move(json)) {
    if (json_.is_discarded()) refuse("is no JSON");
    if (!json_.is_object()) refuse("is no JSON object");
  }

  template <typename Member>
  void operator()(std::string_view name, Member& member) {
    read(name, member_of(name), member);
  }

  template <typename Member>
  Member get(std::string_view name) {
    Member member{};
    (*this)(name, member);
    return member;
  }

  const Json& member_of(std::string_view name) {
    const auto found = json_.find(name);
    if (found == json_.end()) refuse("has no " + ticked(name));
    known_.insert(std::string(name));
    return *found;
  }

  void finish() const {
    for (const auto& [name, value] : json_.items()) {
      if (!known_.contains(name)) refuse("has a " + ticked(name) + " that means nothing here");
    }
  }

 private:
  void read(std::string_view name, const Json& value, bool& member) {
    if (!value.is_boolean()) refuse("has a " + ticked(name) + " that is neither true nor false");
    member = value.get<bool>();
  }

  template <typename Integer>
  requires std::is_integral_v<Integer>
  void read(std::string_view name, const Json& value, Integer& member) {
    const bool fits =
        value.is_number_unsigned()
            ? std::in_range<Integer>(value.get<std::uint64_t>())
            : value.is_number_integer() && std::in_range<Integer>(value.get<std::int64_t>());
    if (!fits) refuse("has a " + ticked(name) + " that is no whole number, or too great");
    member = value.get<Integer>();
  }

  template <typename Enum>
  requires std::is_enum_v<Enum>
  void read(std::string_view name, const Json& value, Enum& member) {
    if constexpr (kWords<Enum> == 0) {
      std::underlying_type_t<Enum> number{};
      read(name, value, number);
      member = static_cast<Enum>(number);
    } else {
      const std::string word = text_of(name, value);
      for (int index = 0; index < kWords<Enum>; ++index) {
        member = static_cast<Enum>(index);
        if (core::name(member) == word) return;
      }
      refuse("has " + ticked(word) + " as its " + ticked(name) + ", which cannot be");
    }
  }

  void read(std::string_view name, const Json& value, core::WallTime& member) {
    read(name, value, member.ms);
  }

  void read(std::string_view name, const Json& value, std::string& member) {
    member = text_of(name, value);
  }

  template <std::size_t Capacity>
  void read(std::string_view name, const Json& value, core::InlineText<Capacity>& member) {
    const std::string text = text_of(name, value);
    if (!core::InlineText<Capacity>::fits(text))
      refuse("has a " + ticked(name) + " that is too long");
    member = core::InlineText<Capacity>(text);
  }

  /// It stands at the end of the line and is read from there.
  void read(std::string_view, const Json&, core::Frame&) {}

  static std::string text_of(std::string_view name, const Json& value) {
    if (!value.is_string()) refuse("has a " + ticked(name) + " that is no text");
    return value.get<std::string>();
  }

  Json json_;
  std::set<std::string, std::less<>> known_;
};

plan::Value policy_value(const plan::PolicyField& field, const std::string& text) {
  auto value = plan::parse_value(text, field.type);
  if (const auto* error = std::get_if<plan::UnitError>(&value)) {
    refuse("has a " + ticked(field.name) + " that cannot be used: " + error->message);
  }
  return std::get<plan::Value>(std::move(value));
}

core::Policy read_policy(const Json& json) {
  Reader reader(json);
  core::Policy policy;
  for (const plan::PolicyField& field : plan::policy_fields()) {
    field.set(policy, policy_value(field, reader.get<std::string>(field.name)));
  }
  reader.finish();
  return policy;
}

/// An input of the kind with that name.
template <std::size_t Index = 0>
core::Input input_of(std::string_view name) {
  if constexpr (Index == std::variant_size_v<core::Input>) {
    refuse("has an input " + ticked(name) + ", which there is not");
  } else {
    if (trace::name(static_cast<trace::RecordKind>(Index)) == name) {
      return core::Input(std::in_place_index<Index>);
    }
    return input_of<Index + 1>(name);
  }
}

/// The text of a frame begins after this; what stands before it is numbers and a fixed word.
constexpr std::string_view kFrame = R"(,"frame":)";

core::Frame read_frame(std::string_view text, wire::Decoder& decoder) {
  wire::Decoded decoded = decoder.from_server(text);
  if (const auto* error = std::get_if<wire::DecodeError>(&decoded)) {
    refuse("has a frame that cannot be used: " + error->message);
  }
  return std::get<core::Frame>(std::move(decoded));
}

}  // namespace

bool is_json(std::string_view line) { return Json::accept(line); }

RecordingHeader read_header(std::string_view line) {
  Reader reader(parse(line));
  if (reader.get<std::int64_t>("fishtank_recording") != 1) {
    refuse("is of a later version of Fishtank");
  }
  RecordingHeader header;
  reader("client", header.client);
  reader("user", header.user);
  reader("device_id", header.device_id);
  reader("jitter", header.jitter);
  reader("wall_start_ms", header.wall_start_ms);
  header.policy = read_policy(reader.member_of("policy"));
  reader.finish();
  return header;
}

RecordedCall read_call(std::string_view line, wire::Decoder& decoder) {
  const std::size_t frame = line.ends_with('}') ? line.find(kFrame) : std::string_view::npos;
  const bool has_frame = frame != std::string_view::npos;
  const std::string members(line.substr(0, frame));
  Reader reader(parse(has_frame ? members + R"(,"frame":0})" : members));
  const auto at = reader.get<std::int64_t>("at");
  if (at < 0) refuse("has an `at` before the beginning");
  RecordedCall call{.at = core::Instant(core::Duration(at)), .input = std::nullopt};
  const auto name = reader.get<std::string>("input");
  if (name != "tick") {
    call.input = input_of(name);
    std::visit([&](auto& one) { visit_members(reader, one); }, *call.input);
  }
  reader.finish();
  auto* received = call.input ? std::get_if<core::Received>(&*call.input) : nullptr;
  if (received != nullptr) {
    const std::string_view text = line.substr(frame + kFrame.size());
    received->frame = read_frame(text.substr(0, text.size() - 1), decoder);
  }
  return call;
}

// ---- the reader ------------------------------------------------------------------------------

core::Connection RecordingHeader::connection() const {
  return {policy, core::Identity{.user = user, .cookies = {}, .device_id = device_id}, jitter};
}

RecordingReader::RecordingReader(std::istream& in) : in_(in) {
  if (!look_ahead()) throw RecordingError(1, "is missing: the file is empty");
  const std::string line = take();
  try {
    header_ = read_header(line);
  } catch (const std::invalid_argument& error) {
    throw RecordingError(line_, error.what());
  }
}

std::optional<RecordedCall> RecordingReader::next_call() {
  if (!look_ahead()) return std::nullopt;
  const std::string line = take();
  try {
    if (is_effect(line)) refuse("is an effect, and nothing that it could be an effect of");
    RecordedCall call = read_call(line, decoder_);
    if (call.at < last_) refuse("goes back in time");
    last_ = call.at;
    return call;
  } catch (const std::invalid_argument& error) {
    throw RecordingError(line_, error.what());
  }
}

std::optional<std::string> RecordingReader::next_effect() {
  if (!look_ahead() || !is_effect(*ahead_)) return std::nullopt;
  return take();
}

/// A line that does not end is one that nobody finished writing.
bool RecordingReader::look_ahead() {
  if (ahead_) return true;
  std::string line;
  if (!std::getline(in_, line)) {
    if (in_.bad()) throw RecordingError(line_ + 1, "cannot be read");
    return false;
  }
  if (in_.eof()) throw RecordingError(line_ + 1, "is cut off");
  ahead_ = std::move(line);
  return true;
}

std::string RecordingReader::take() {
  ++line_;
  std::string line = *std::move(ahead_);
  ahead_.reset();
  return line;
}

}  // namespace fishtank::stage
