#include <array>
#include <cstdint>
#include <ostream>
#include <type_traits>

#include "plan/policy_fields.hpp"
#include "stage/recording_fields.hpp"
#include "stage/recording_text.hpp"
#include "stage/timeline.hpp"
#include "trace/digest.hpp"
#include "trace/record.hpp"
#include "wire/json_writer.hpp"

namespace fishtank::stage {

namespace {

using wire::Quoted;
using wire::TextSink;

constexpr std::string_view kDigestMark = "digest:";

/// Equal tokens stay equal, and what has been replaced already stays as it is.
std::string without_secret(std::string_view token) {
  if (token.empty() || token.starts_with(kDigestMark)) return std::string(token);
  return std::string(kDigestMark) + std::to_string(trace::digest(token));
}

core::Frame without_secret(const core::Register& frame) {
  core::Register copy = frame;
  copy.token = without_secret(std::string_view(frame.token));
  return copy;
}

/// Writes members, each after a comma.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  template <typename Member>
  void operator()(std::string_view name, const Member& member) {
    TextSink sink(out_);
    wire::write(sink, ",\"", name, "\":");
    value(member);
  }

  void operator()(std::string_view name, const std::string& text) {
    TextSink sink(out_);
    const bool is_secret = name == "token";
    wire::write(sink, ",\"", name, "\":", Quoted{is_secret ? without_secret(text) : text});
  }

 private:
  template <typename Integer>
  requires std::is_integral_v<Integer>
  void value(Integer number) { out_ += std::to_string(number); }

  template <typename Enum>
  requires std::is_enum_v<Enum>
  void value(Enum word) {
    if constexpr (requires { core::name(word); }) {
      TextSink sink(out_);
      wire::write(sink, Quoted{core::name(word)});
    } else {
      value(static_cast<std::int64_t>(word));
    }
  }

  void value(bool flag) { out_ += flag ? "true" : "false"; }
  void value(core::WallTime wall) { value(wall.ms); }

  template <std::size_t Capacity>
  void value(const core::InlineText<Capacity>& text) {
    TextSink sink(out_);
    wire::write(sink, Quoted{text.view()});
  }

  void value(const core::Frame& frame) {
    const auto* registration = std::get_if<core::Register>(&frame);
    wire::encode(registration != nullptr ? without_secret(*registration) : frame, out_);
  }

  void value(const core::PushItem& item) {
    static constexpr std::array<std::string_view, std::variant_size_v<core::PushItem>> kKinds{
        "chat", "order", "typing", "receipt", "notice", "undecodable"};
    out_ += R"({"kind":")" + std::string(kKinds[item.index()]) + '"';
    std::visit([this](const auto& one) { visit_members(*this, one); }, item);
    out_ += '}';
  }

  std::string& out_;
};

template <typename Variant>
void append_members(const Variant& variant, std::string& out) {
  Writer writer(out);
  std::visit([&](const auto& one) { visit_members(writer, one); }, variant);
  out += "}\n";
}

void append_policy(const core::Policy& policy, std::string& out) {
  TextSink sink(out);
  std::string_view separator = "{";
  for (const plan::PolicyField& field : plan::policy_fields()) {
    const std::string value = plan::print_value(field.get(policy), field.type.kind);
    wire::write(sink, separator, Quoted{field.name}, ":", Quoted{value});
    separator = ",";
  }
  out += '}';
}

}  // namespace

void append_header(const RecordingHeader& header, std::string& out) {
  TextSink sink(out);
  const std::string jitter = std::to_string(static_cast<std::uint64_t>(header.jitter));
  wire::write(sink, R"({"fishtank_recording":1,"client":)", Quoted{header.client});
  wire::write(sink, R"(,"user":)", Quoted{header.user.view()});
  wire::write(sink, R"(,"device_id":)", Quoted{header.device_id});
  wire::write(sink, R"(,"jitter":)", jitter, R"(,"wall_start_ms":)", header.wall_start_ms);
  wire::write(sink, R"(,"policy":)");
  append_policy(header.policy, out);
  out += "}\n";
}

/// The kinds of records are named and ordered as the inputs are.
void append_call(const core::Input* input, core::Instant at, std::string& out) {
  TextSink sink(out);
  wire::write(sink, R"({"at":)", at.time_since_epoch().count(), R"(,"input":)");
  if (input == nullptr) return wire::write(sink, "\"tick\"}\n");
  wire::write(sink, Quoted{trace::name(static_cast<trace::RecordKind>(input->index()))});
  append_members(*input, out);
}

void append_effect(const core::Effect& effect, std::string& out) {
  constexpr auto kFirst = static_cast<std::size_t>(trace::RecordKind::open_transport);
  TextSink sink(out);
  const auto kind = static_cast<trace::RecordKind>(kFirst + effect.index());
  wire::write(sink, R"({"effect":)", Quoted{trace::name(kind)});
  append_members(effect, out);
}

void append_wait(core::Instant until, std::string& out) {
  out += R"({"effect":"wait","until":)";
  out += until == core::kNever ? "null" : std::to_string(until.time_since_epoch().count());
  out += "}\n";
}

bool is_effect(std::string_view line) { return line.starts_with(R"({"effect":)"); }

// ---- the writer ------------------------------------------------------------------------------

RecordingHeader header_of(const plan::Plan& plan, std::uint32_t client) {
  const plan::Client& group = plan::client_of(plan, client);
  const core::Identity who = identity_of(plan, group, client);
  return {.client = plan::client_name(plan, client),
          .user = who.user,
          .device_id = who.device_id,
          .jitter = jitter_of(plan, client),
          .wall_start_ms = plan.wall_start_ms,
          .policy = group.policy};
}

RecordingWriter::RecordingWriter(std::ostream& out, std::uint32_t client,
                                 const RecordingHeader& header)
    : out_(out), client_(client) {
  append_header(header, text_);
  out_ << text_ << std::flush;
}

void RecordingWriter::called(std::uint32_t client, const core::Input* input, core::Instant now,
                             const Outcome& outcome) {
  if (client != client_) return;
  text_.clear();
  append_call(input, now, text_);
  for (const core::Effect& effect : outcome.effects) append_effect(effect, text_);
  if (outcome.next_deadline != deadline_) append_wait(outcome.next_deadline, text_);
  deadline_ = outcome.next_deadline;
  out_ << text_ << std::flush;
}

}  // namespace fishtank::stage
