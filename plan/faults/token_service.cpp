#include "plan/fault.hpp"
#include "plan/faults/common.hpp"
#include "plan/faults/service_fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = service_behaviour(Service::token, arguments)}};
}

}  // namespace

const FaultSpec& token_service() {
  static const FaultSpec spec{
      .name = "token_service",
      .layer = Layer::services,
      .span = Span::period,
      .about =
          "The token service answers otherwise, or later. Clients that hold a good "
          "token do not notice until they need a new one.",
      .in_the_field =
          "An expired cookie, a captcha (RGV587), a login page that is down "
          "(protocol.md 5). XL throws its token away on every loss and then "
          "cannot come back (D-8, D-9).",
      .parameters = {{.name = "outcome",
                      .kind = ValueKind::choice,
                      .fallback = "failure",
                      .about =
                          "What it answers; `unchanged` is only slow. `no_answer` ends with the "
                          "client's own limit.",
                      .choices = kOutcomes},
                     {.name = "by",
                      .kind = ValueKind::duration,
                      .fallback = "0s",
                      .about = "How much later each answer comes, whatever it is.",
                      .minimum = 0,
                      .maximum = kHour}},
      .example = "{at: 0s, fault: token_service, outcome: captcha, for: 2m}",
      .nonsense = service_unchanged,
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
