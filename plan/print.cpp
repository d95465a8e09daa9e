#include "plan/print.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "plan/fields.hpp"
#include "plan/grammar.hpp"
#include "plan/link_profiles.hpp"
#include "plan/policy_fields.hpp"
#include "plan/profiles.hpp"

namespace fishtank::plan {
namespace {

/// `{key: value, key: value}`, in the order in which they are added.
class FlowMapping {
 public:
  void add(std::string_view key, std::string_view value) {
    text_ += fmt::format("{}{}: {}", text_.empty() ? "" : ", ", key, value);
  }

  /// The fields in which `object` differs from `base`.
  template <typename T>
  void add_fields(std::span<const Field<T>> fields, const T& object, const T& base) {
    for (const Field<T>& field : fields) {
      const Value value = field.get(object);
      if (value != field.get(base)) add(field.name, print_scalar(value, field.type.kind));
    }
  }

  static std::string print_scalar(const Value& value, ValueKind kind) {
    return yaml_scalar(print_value(value, kind));
  }

  bool empty() const { return text_.empty(); }
  std::string text() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

std::string print_client(const Client& client) {
  FlowMapping mapping;
  mapping.add("name", yaml_scalar(client.name));
  mapping.add(key::profile.name, yaml_scalar(client.profile));
  const Client base{.name = client.name, .profile = {}, .policy = {}, .cookies = {}};
  mapping.add_fields(client_fields(), client, base);
  const core::Policy& policy = find_profile(client.profile)->policy;
  for (const PolicyField* field : differing_fields(client.policy, policy)) {
    mapping.add(field->name,
                FlowMapping::print_scalar(field->get(client.policy), field->type.kind));
  }
  return mapping.text();
}

/// The fields of the two directions: one entry where they are equal, else one under each.
std::string print_network(const Plan& plan) {
  const LinkProfile* profile = find_link_profile(plan.network_profile);
  const Network base = profile == nullptr ? Network{} : profile->network;
  FlowMapping mapping;
  FlowMapping up;
  FlowMapping down;
  if (profile != nullptr) mapping.add(key::link_profile.name, plan.network_profile);
  mapping.add_fields(network_fields(), plan.network, base);
  for (const Field<Link>& field : link_fields()) {
    const Value up_value = field.get(plan.network.up);
    const Value down_value = field.get(plan.network.down);
    const bool up_differs = up_value != field.get(base.up);
    const bool down_differs = down_value != field.get(base.down);
    if (!up_differs && !down_differs) continue;
    FlowMapping& first = up_value == down_value ? mapping : up;
    if (up_value == down_value || up_differs) {
      first.add(field.name, FlowMapping::print_scalar(up_value, field.type.kind));
    }
    if (up_value != down_value && down_differs) {
      down.add(field.name, FlowMapping::print_scalar(down_value, field.type.kind));
    }
  }
  if (!up.empty()) mapping.add(key::up.name, up.text());
  if (!down.empty()) mapping.add(key::down.name, down.text());
  return mapping.text();
}

/// A whole kind of clients by its name, single ones by theirs.
std::string print_targets(const Plan& plan, const Targets& targets) {
  std::string text;
  std::uint32_t first = 0;
  auto next = targets.begin();
  for (const Client& client : plan.clients) {
    const std::uint32_t end = first + static_cast<std::uint32_t>(client.count);
    const auto last = std::lower_bound(next, targets.end(), end);
    const bool all = static_cast<std::uint32_t>(last - next) == end - first;
    if (all) text += (text.empty() ? "" : ", ") + yaml_scalar(client.name);
    for (; next != last; ++next) {
      if (!all) text += (text.empty() ? "" : ", ") + yaml_scalar(client_name(plan, *next));
    }
    first = end;
  }
  return "[" + text + "]";
}

void add_targets(FlowMapping& mapping, const Plan& plan, const Targets& targets) {
  if (!targets.empty()) mapping.add(key::targets.name, print_targets(plan, targets));
}

void add_fault(FlowMapping& mapping, const FaultUse& use) {
  mapping.add(key::fault.name, use.fault->name);
  if (use.length) mapping.add(key::length.name, print_duration(*use.length));
  const Arguments defaults = default_arguments(*use.fault);
  for (const Parameter& parameter : use.fault->parameters) {
    const Value& value = *use.arguments.find(parameter.name);
    const Value* fallback = defaults.find(parameter.name);
    if (fallback != nullptr && value == *fallback) continue;
    mapping.add(parameter.name, FlowMapping::print_scalar(value, parameter.kind));
  }
}

/// Adds what an action says, each under its own key.
struct ActionPrinter {
  FlowMapping& mapping;

  void operator()(const FaultUse& use) const { add_fault(mapping, use); }
  void operator()(const PushAction& push) const { add(key::push, push_fields(), push); }
  void operator()(const SendAction& send) const { add(key::send, send_fields(), send); }
  void operator()(const StartAction& start) const { add(key::start, start_fields(), start); }
  void operator()(const StopAction&) const { mapping.add(key::stop.name, "null"); }
  void operator()(const DisableAction&) const { mapping.add(key::disable.name, "null"); }
  void operator()(const EnableAction&) const { mapping.add(key::enable.name, "null"); }

  template <typename T>
  void add(const Key& key, std::span<const Field<T>> fields, const T& action) const {
    FlowMapping inner;
    inner.add_fields(fields, action, T{});
    mapping.add(key.name, inner.text());
  }
};

std::string print_event(const Plan& plan, const Event& event) {
  FlowMapping mapping;
  mapping.add(key::at.name, print_duration(event.at));
  std::visit(ActionPrinter{mapping}, event.action);
  add_targets(mapping, plan, event.targets);
  return mapping.text();
}

void add_expected(FlowMapping& mapping, const ExpectState& expected) {
  using When = ExpectState::When;
  const std::string from = print_duration(expected.from);
  const std::string until = expected.until ? print_duration(*expected.until) : "";
  const std::string_view state = to_word(expected.state);
  switch (expected.when) {
    case When::at: mapping.add(key::expect_at.name, from); break;
    case When::by: mapping.add(key::by.name, from); break;
    case When::within: mapping.add(key::within.name, fmt::format("[{}, {}]", from, until)); break;
    case When::always: mapping.add(key::always.name, state); break;
    case When::never: mapping.add(key::never.name, state); break;
  }
  if (expected.when != When::always && expected.when != When::never) {
    mapping.add(key::state.name, state);
    return;
  }
  if (expected.from != Duration::zero()) mapping.add(key::from.name, from);
  if (expected.until) mapping.add(key::until.name, until);
}

void add_expected(FlowMapping& mapping, const ExpectMetric& expected,
                  const Vocabulary& vocabulary) {
  const ValueKind unit = find_metric(vocabulary, expected.metric).unit();
  const auto add = [&](const Key& key, std::int64_t bound) {
    const Value value = unit == ValueKind::duration ? Value{Duration{bound}} : Value{bound};
    mapping.add(key.name, FlowMapping::print_scalar(value, unit));
  };
  mapping.add(key::metric.name, expected.metric);
  if (expected.at_least && expected.at_least == expected.at_most) {
    add(key::equals, *expected.at_least);
    return;
  }
  if (expected.at_least) add(key::at_least, *expected.at_least);
  if (expected.at_most) add(key::at_most, *expected.at_most);
}

std::string print_expectation(const Plan& plan, const Expectation& expectation,
                              const Vocabulary& vocabulary) {
  FlowMapping mapping;
  if (const auto* state = std::get_if<ExpectState>(&expectation.what)) {
    add_expected(mapping, *state);
  } else if (const auto* metric = std::get_if<ExpectMetric>(&expectation.what)) {
    add_expected(mapping, *metric, vocabulary);
  } else {
    mapping.add(key::violation.name, std::get<ExpectViolation>(expectation.what).check);
  }
  add_targets(mapping, plan, expectation.targets);
  return mapping.text();
}

std::string print_tags(const Plan& plan) {
  std::string text;
  for (const std::string& tag : plan.tags) text += (text.empty() ? "" : ", ") + yaml_scalar(tag);
  return fmt::format("tags: [{}]\n", text);
}

/// What stands on lines of its own before the timeline.
std::string print_head(const Plan& plan) {
  std::string text;
  const Plan base;
  for (const Field<Plan>& field : run_fields()) {
    const Value value = field.get(plan);
    if (value == field.get(base)) continue;
    text += fmt::format("{}: {}\n", field.name, FlowMapping::print_scalar(value, field.type.kind));
  }
  if (!plan.tags.empty()) text += print_tags(plan);
  text += fmt::format("{}: {}\n", key::seeds.name, static_cast<std::uint64_t>(plan.seed));
  text += fmt::format("{}:\n", key::clients.name);
  for (const Client& client : plan.clients) text += fmt::format("  - {}\n", print_client(client));
  if (const std::string network = print_network(plan); network != "{}") {
    text += fmt::format("{}: {}\n", key::network.name, network);
  }
  FlowMapping server;
  server.add_fields(server_fields(), plan.server, Server{});
  if (!server.empty()) text += fmt::format("{}: {}\n", key::server.name, server.text());
  return text;
}

/// Whether the text needs no quotes anywhere: letters, digits and a few signs that mean nothing to
/// YAML.
bool is_plain(std::string_view text) {
  if (text.empty() || text == "null" || text == "~") return false;
  const auto is_safe = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_./%-+:").find(c) != std::string_view::npos ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  const char first = text.front();
  const bool good_start = first != '.' && first != '%' && first != ':' && first != '/' &&
                          (first != '-' || text.size() > 1) && !text.starts_with("---");
  return good_start && text.back() != ':' && std::ranges::all_of(text, is_safe) &&
         !text.starts_with("\xef\xbb\xbf") && text.find("\xc2") == std::string_view::npos &&
         text.find("\xe2\x80") == std::string_view::npos;
}

}  // namespace

std::string print(const Plan& plan, const Vocabulary& vocabulary) {
  std::string text = print_head(plan);
  if (!plan.timeline.empty()) text += fmt::format("{}:\n", key::timeline.name);
  for (const Event& event : plan.timeline)
    text += fmt::format("  - {}\n", print_event(plan, event));
  if (!plan.expectations.empty()) text += fmt::format("{}:\n", key::expect.name);
  for (const Expectation& expectation : plan.expectations) {
    text += fmt::format("  - {}\n", print_expectation(plan, expectation, vocabulary));
  }
  return text;
}

std::string yaml_scalar(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      quoted += fmt::format("\\{}", c);
    } else if (byte < 0x20 || byte == 0x7f) {
      quoted += fmt::format("\\x{:02x}", byte);
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

}  // namespace fishtank::plan
