#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments&, std::optional<Duration>) {
  return {{.primitive = Answer{.with = Answer::With::refuse}}};
}

}  // namespace

const FaultSpec& refuse() {
  static const FaultSpec spec{
      .name = "refuse",
      .layer = Layer::connecting,
      .span = Span::period,
      .about =
          "New connections are refused at once (RST). Connections that are open stay "
          "open.",
      .in_the_field =
          "The process behind the address is gone or is being deployed. XL "
          "files a refusal under the wrong error class (protocol.md, D-6).",
      .example = "{at: 0s, fault: refuse, for: 40s}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
