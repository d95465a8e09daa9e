#include "serve/visitor_book.hpp"

#include <gtest/gtest.h>

namespace fishtank::serve {

namespace {

const core::UserId kSeller{"2200000000001"};
const core::UserId kOther{"2200000000002"};

std::uint32_t come(VisitorBook& book, const core::UserId& user) {
  const std::uint32_t visitor = book.visitor_of(user);
  book.came(visitor);
  return visitor;
}

}  // namespace

TEST(VisitorBook, KnowsAUserByItsCookieHoweverManyConnectionsItHas) {
  VisitorBook book;
  const auto visitor = come(book, kSeller);
  EXPECT_EQ(come(book, kSeller), visitor);
  EXPECT_NE(come(book, kOther), visitor);
  EXPECT_EQ(book.visitors()[visitor].connections, 2U);
}

TEST(VisitorBook, TakesANamelessOneForTheOneThatLeft) {
  VisitorBook book;
  const auto visitor = come(book, {});
  book.left(visitor);
  EXPECT_EQ(come(book, {}), visitor);
  EXPECT_EQ(book.visitors().size(), 1U);
}

TEST(VisitorBook, TakesANamelessOneForTheOneThatLeftLast) {
  VisitorBook book;
  const auto first = come(book, {});
  const auto second = come(book, {});
  book.left(second);
  book.left(first);
  EXPECT_EQ(come(book, {}), first);
  EXPECT_EQ(come(book, {}), second);
}

TEST(VisitorBook, TakesNamelessOnesThatAreThereTogetherForTwo) {
  VisitorBook book;
  EXPECT_NE(come(book, {}), come(book, {}));
}

TEST(VisitorBook, NeverTakesANamelessOneForOneWithAName) {
  VisitorBook book;
  const auto named = come(book, kSeller);
  book.left(named);
  EXPECT_NE(come(book, {}), named);
}

TEST(VisitorBook, StillTakesANamelessOneThatRegisteredForNameless) {
  VisitorBook book;
  const auto visitor = come(book, {});
  book.registered(visitor, kSeller);
  book.left(visitor);
  EXPECT_EQ(come(book, {}), visitor);
}

TEST(VisitorBook, NamesTheUserOnceItIsKnown) {
  VisitorBook book;
  const auto visitor = come(book, {});
  EXPECT_EQ(book.name(visitor), "visitor-1");
  book.registered(visitor, kSeller);
  EXPECT_EQ(book.name(visitor), "visitor-1 (2200000000001)");
}

TEST(VisitorBook, RemembersWhoRegisteredAsAUserLast) {
  VisitorBook book;
  book.registered(come(book, {}), kSeller);
  const auto later = come(book, {});
  book.registered(later, kSeller);
  ASSERT_EQ(book.registered_users().size(), 1U);
  EXPECT_EQ(book.registered_users().at(kSeller), later);
}

TEST(VisitorBook, TakesAVisitorForTheUserAsWhichItRegisteredLast) {
  VisitorBook book;
  const auto visitor = come(book, {});
  book.registered(visitor, kSeller);
  book.registered(visitor, kOther);
  ASSERT_EQ(book.registered_users().size(), 1U);
  EXPECT_EQ(book.registered_users().at(kOther), visitor);
}

TEST(VisitorBook, FindsWhomItWouldTakeSomebodyFor) {
  VisitorBook book;
  EXPECT_EQ(book.find({}), std::nullopt);
  EXPECT_EQ(book.find(kSeller), std::nullopt);
  const auto nameless = come(book, {});
  EXPECT_EQ(book.find({}), std::nullopt) << "it is there";
  book.left(nameless);
  EXPECT_EQ(book.find({}), nameless);
  EXPECT_EQ(book.find(kSeller), std::nullopt);
  const auto seller = come(book, kSeller);
  EXPECT_EQ(book.find(kSeller), seller) << "also while it is there";
}

TEST(VisitorBook, NamesArePrintable) {
  VisitorBook book;
  EXPECT_EQ(book.name(come(book, "\x1b[2J\xff")), "visitor-1 (.[2J?)");
}

}  // namespace fishtank::serve
