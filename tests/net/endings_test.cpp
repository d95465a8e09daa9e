#include <gtest/gtest.h>

#define ASIO_STANDALONE  // NOLINT: as net/ has it
#include <asio/error.hpp>

#include "net/endings.hpp"

/// What cannot be had from a kernel in a test's time: it gives up after a quarter of an hour.
namespace fishtank::net::test {
namespace {

TEST(Endings, AKernelThatGivesUpIsATimeout) {
  for (const auto code :
       {asio::error::timed_out, asio::error::host_unreachable, asio::error::network_unreachable}) {
    EXPECT_EQ(broken_cause(asio::error::make_error_code(code)), CloseCause::timed_out);
    EXPECT_EQ(opening_failure(asio::error::make_error_code(code), true), OpenFailure::timeout);
  }
  for (const auto code : {asio::error::connection_reset, asio::error::broken_pipe}) {
    EXPECT_EQ(broken_cause(asio::error::make_error_code(code)), CloseCause::reset);
    EXPECT_EQ(opening_failure(asio::error::make_error_code(code), true), OpenFailure::reset);
  }
}

TEST(Endings, ConnectFailsForTheReasonsThatTheKernelGives) {
  EXPECT_EQ(connect_failure(asio::error::connection_refused), OpenFailure::refused);
  EXPECT_EQ(connect_failure(asio::error::network_unreachable), OpenFailure::unreachable);
  EXPECT_EQ(connect_failure(asio::error::host_unreachable), OpenFailure::unreachable);
  EXPECT_EQ(connect_failure(asio::error::timed_out), OpenFailure::timeout);
}

TEST(Endings, WhatTheSystemSaysIsTheReason) {
  EndFacts facts;
  facts.error = asio::error::timed_out;
  const Ending ending = judge_end(facts, CloseCause::close_unanswered);
  EXPECT_EQ(ending.cause, CloseCause::timed_out);
  EXPECT_EQ(ending.code, 1006);
  EXPECT_EQ(ending.reason, facts.error.message());
}

TEST(Endings, AnEchoOfACloseCodeIsNoComplaint) {
  EndFacts facts;
  facts.told = facts.heard = 1002;
  EXPECT_EQ(judge_end(facts, CloseCause::close_unanswered).cause, CloseCause::close_frame);
  facts.told_reason = "Invalid close code";
  EXPECT_EQ(judge_end(facts, CloseCause::close_unanswered).cause, CloseCause::protocol_error);
}

}  // namespace
}  // namespace fishtank::net::test
