#pragma once

#include <string>
#include <string_view>

#include "onlooker/tally.hpp"

namespace fishtank::onlooker {

/// The media type of prometheus().
inline constexpr std::string_view kPrometheusType = "text/plain; version=0.0.4; charset=utf-8";

/// A tally in Prometheus's text exposition format 0.0.4: counters and gauges with the prefix
/// fishtank_, each with HELP and TYPE. The numbers of the watch list come with their limits, so
/// that an alert can be written without knowing them. A mean or rate of nothing is left out.
std::string prometheus(const Tally& total);

}  // namespace fishtank::onlooker
