#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "report/report.hpp"
#include "tests/report/suite_example.hpp"

namespace fishtank {

namespace {

using testing::HasSubstr;
using testing::Not;

pugi::xml_document parsed(const std::string& text) {
  pugi::xml_document document;
  const pugi::xml_parse_result result = document.load_string(text.c_str());
  EXPECT_TRUE(result) << result.description() << " in\n" << text;
  return document;
}

std::string attribute(const pugi::xml_document& document, const char* path, const char* name) {
  return document.select_node(path).node().attribute(name).value();
}

TEST(JUnit, CountsCasesAndFailuresOnEveryLevel) {
  const auto document = parsed(report::junit(tests::suite_example()));
  EXPECT_EQ(attribute(document, "/testsuites", "tests"), "3");
  EXPECT_EQ(attribute(document, "/testsuites", "failures"), "1");  // cases, not expectations
  EXPECT_EQ(attribute(document, "/testsuites/testsuite[1]", "tests"), "2");
  EXPECT_EQ(attribute(document, "/testsuites/testsuite[2]", "tests"), "1");
  EXPECT_EQ(attribute(document, "/testsuites/testsuite[2]", "failures"), "0");
}

TEST(JUnit, TellsOfAFailureWhereWhatAndHowToRunItAgain) {
  const auto document = parsed(report::junit(tests::suite_example()));
  const pugi::xml_node failure = document.select_node("//failure[1]").node();
  EXPECT_STREQ(failure.attribute("message").value(),
               "expected client connected by 2m45s; client was RECONNECTING since 2m31s");
  const std::string body = failure.text().get();
  EXPECT_THAT(body, HasSubstr("scenarios/silence.yaml:14:5"));
  EXPECT_THAT(body, HasSubstr("at:       2m45s"));
  EXPECT_THAT(body, HasSubstr("2m31s  client  CONNECTED -> RECONNECTING"));
  EXPECT_THAT(body, HasSubstr("again: ./fishtank run scenarios/silence.yaml --case seed=1"));
}

TEST(JUnit, KeepsWhatUsersWriteAndNoControlCharacter) {
  const std::string text = report::junit(tests::suite_example());
  const auto document = parsed(text);
  EXPECT_EQ(attribute(document, "//testsuite[1]", "name"), "silence \"在吗\" is noticed");
  EXPECT_EQ(attribute(document, "//testsuite[2]", "file"), "scenarios/odd?[31m.yaml");
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(JUnit, CallsAFileThatCannotBeUsedAnError) {
  report::SuiteResult suite = tests::suite_example();
  suite.unusable = {"broken.yaml"};
  const auto document = parsed(report::junit(suite));
  EXPECT_EQ(attribute(document, "/testsuites", "tests"), "4");
  EXPECT_EQ(attribute(document, "/testsuites", "errors"), "1");
  EXPECT_EQ(attribute(document, "//testcase[error]", "classname"), "broken.yaml");
}

TEST(JUnit, GivesSimulatedSeconds) {
  const auto document = parsed(report::junit(tests::suite_example()));
  EXPECT_EQ(attribute(document, "//testcase[1]", "time"), "240.000");
  EXPECT_EQ(attribute(document, "/testsuites", "time"), "720.000");
}

}  // namespace

}  // namespace fishtank
