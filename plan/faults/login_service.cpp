#include "plan/fault.hpp"
#include "plan/faults/common.hpp"
#include "plan/faults/service_fault.hpp"

namespace fishtank::plan::fault {
namespace {

std::vector<Step> steps(const Arguments& arguments, std::optional<Duration>) {
  return {{.primitive = service_behaviour(Service::login, arguments)}};
}

}  // namespace

const FaultSpec& login_service() {
  static const FaultSpec spec{
      .name = "login_service",
      .layer = Layer::services,
      .span = Span::period,
      .about =
          "The password login answers otherwise, or later. It matters at the failure "
          "limit, when the client tries to recover.",
      .in_the_field = "A wrong or changed password, a captcha, a locked account.",
      .parameters = {{.name = "outcome",
                      .kind = ValueKind::choice,
                      .fallback = "failure",
                      .about =
                          "What it answers; `unchanged` is only slow. A login that fails makes "
                          "the client restart its instance.",
                      .choices = kOutcomes},
                     {.name = "by",
                      .kind = ValueKind::duration,
                      .fallback = "0s",
                      .about = "How much later each answer comes, whatever it is.",
                      .minimum = 0,
                      .maximum = kHour}},
      .example = "{at: 0s, fault: login_service, outcome: captcha, for: 10m}",
      .nonsense = service_unchanged,
      .steps = steps,
  };
  return spec;
}

}  // namespace fishtank::plan::fault
