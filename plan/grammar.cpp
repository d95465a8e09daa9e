#include "plan/grammar.hpp"

namespace fishtank::plan {
namespace {

constexpr std::array kState{key::state};
constexpr std::array kWindow{key::from, key::until};
constexpr std::array kBounds{key::at_least, key::at_most, key::equals};

constexpr std::array kForms{
    ExpectForm{key::expect_at, kState, {}}, ExpectForm{key::by, kState, {}},
    ExpectForm{key::within, kState, {}},    ExpectForm{key::always, {}, kWindow},
    ExpectForm{key::never, {}, kWindow},    ExpectForm{key::metric, {}, kBounds},
    ExpectForm{key::violation, {}, {}},
};

}  // namespace

std::span<const ExpectForm> expect_forms() { return kForms; }

}  // namespace fishtank::plan
