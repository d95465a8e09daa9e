#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/message.hpp"

/// The invented people of a run: ids and cookies that are made up, stable and unlike any real one.
namespace fishtank::stage {

/// The item that all chats are about.
inline constexpr std::string_view kItem = "800000000001";

/// The user id of a buyer of that name.
core::UserId user_id_of(std::string_view buyer);

/// The cookie string of the client with that index, as a browser would have it.
std::string cookies_of(std::uint32_t client);

}  // namespace fishtank::stage
