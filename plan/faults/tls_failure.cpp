#include "plan/fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments&, std::optional<Duration>) {
  return {{.primitive = Answer{.with = Answer::With::tls_failure}}};
}

}  // namespace

const FaultSpec& tls_failure() {
  static const FaultSpec spec{
      .name = "tls_failure",
      .layer = Layer::connecting,
      .span = Span::period,
      .about =
          "TCP opens and the TLS handshake fails. Connections that are open stay "
          "open.",
      .in_the_field =
          "A certificate that ran out, a proxy that inspects traffic, a wrong "
          "clock on the client.",
      .example = "{at: 60s, fault: tls_failure, for: 30s}",
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
