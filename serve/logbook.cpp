#include "serve/logbook.hpp"

#include <fmt/core.h>

#include <utility>

namespace fishtank::serve {

namespace {

/// What lines that differ only in their numbers and details have in common.
std::string kind_of(const std::string& what) {
  std::string kind = what.substr(0, what.find_first_of(":0123456789"));
  while (kind.ends_with(' ')) kind.pop_back();
  return kind;
}

}  // namespace

Logbook::Logbook(live::Driver& driver, Out out, Detail detail, const VisitorBook& book,
                 const plan::Plan& plan)
    : chores_(driver), out_(std::move(out)), detail_(detail), book_(book), plan_(plan) {}

void Logbook::tell(Instant now, const std::string& what) {
  if (out_) out_(moment_text(now) + what);
}

void Logbook::tell_of(std::uint32_t visitor, const std::string& what, Instant now) {
  if (out_ && admits(what, visitor, now)) tell(now, book_.name(visitor) + "  " + what);
}

void Logbook::tell_of_peer(const std::string& peer, const std::string& what, Instant now) {
  if (out_ && admits(what, LogLimit::kAnybody, now)) tell(now, peer + "  " + what);
}

void Logbook::write(const trace::Record& record) {
  if (!out_) return;
  const auto what = words_of(record, plan_, detail_);
  if (!what) return;
  if (is_of_the_world(record.kind)) {
    tell(record.at, *what);
  } else {
    tell_of(record.client, *what, record.at);
  }
}

void Logbook::finish(Instant now) {
  chores_.clear();
  count_left_out(now);
}

bool Logbook::admits(const std::string& what, std::uint32_t visitor, Instant now) {
  if (detail_ == Detail::all) return true;
  if (limit_.due() <= now) count_left_out(now);
  const bool had_to_count = limit_.due() != core::kNever;
  if (limit_.admits(kind_of(what), visitor, now)) return true;
  if (!had_to_count) {
    chores_.at(limit_.due(), [this](Instant then) {
      if (limit_.due() <= then) count_left_out(then);
    });
  }
  return false;
}

void Logbook::count_left_out(Instant now) {
  for (const LogLimit::LeftOut& one : limit_.take()) {
    const bool of_one = one.visitor != LogLimit::kAnybody;
    tell(now, fmt::format("{}{} more lines left out: {}",
                          of_one ? book_.name(one.visitor) + "  " : "", one.lines, one.kind));
  }
}

}  // namespace fishtank::serve
