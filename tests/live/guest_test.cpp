#include "live/guest.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <string>

#include "tests/helpers/tcp_peer.hpp"

namespace fishtank::live::test {
namespace {

TEST(Guest, IsCheckedWithoutACallToTheServer) {
  tests::TcpListener server;
  Address address;
  address.url = "ws://127.0.0.1:" + std::to_string(server.port()) + "/";
  address.services = services_beside(address.url);
  check(address, "unb=1");
  EXPECT_FALSE(server.is_called(std::chrono::milliseconds(50)));
}

TEST(Guest, IsRefusedIfItsAddressOrItsCookiesCannotBeUsed) {
  Address sound;
  sound.url = "ws://127.0.0.1:1/";
  sound.services = services_beside(sound.url);
  EXPECT_NO_THROW(check(sound, "unb=1"));
  EXPECT_THROW(check(sound, "unb=1\r\nHost: x"), std::invalid_argument);
  Address without_scheme = sound;
  without_scheme.url = "127.0.0.1:1";
  EXPECT_THROW(check(without_scheme, "unb=1"), std::invalid_argument);
  Address without_authority = sound;
  without_authority.url = "wss://127.0.0.1:1/";
  without_authority.authority = "/nowhere/authority.pem";
  EXPECT_THROW(check(without_authority, "unb=1"), std::invalid_argument);
}

}  // namespace
}  // namespace fishtank::live::test
