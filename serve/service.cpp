#include "serve/service.hpp"

#include <algorithm>
#include <deque>
#include <utility>

#include "live/chores.hpp"
#include "onlooker/prometheus.hpp"
#include "serve/berth.hpp"
#include "serve/control.hpp"
#include "serve/judge.hpp"
#include "serve/limits.hpp"
#include "serve/logbook.hpp"
#include "serve/mock_server.hpp"
#include "serve/printable.hpp"
#include "serve/pulse.hpp"
#include "serve/state_json.hpp"
#include "serve/visitor_book.hpp"
#include "stage/timeline.hpp"
#include "trace/sink.hpp"

namespace fishtank::serve {

using stage::FaultId;
using trace::Record;
using trace::RecordKind;

namespace {

constexpr std::size_t kKeptRecords = 1000;
constexpr Duration kDrain = core::milliseconds(500);  ///< for close frames and their answers

/// Whoever is there is meant: of strangers nobody knows which client of the plan they are.
plan::Plan for_everybody(plan::Plan plan) {
  for (plan::Event& event : plan.timeline) event.targets.clear();
  return plan;
}

net::ServerOptions endpoint_options(const Options& options) {
  net::ServerOptions endpoint;
  if (options.direct) {
    endpoint.address = options.place.address;
    endpoint.port = options.place.port;
  }
  endpoint.tls = options.tls;
  endpoint.limits = options.limits;
  return endpoint;
}

}  // namespace

class Service::Implementation final : private live::Visitors,
                                      private Desk,
                                      private trace::Sink,
                                      private live::Alarm {
 public:
  Implementation(net::Loop& loop, live::Driver& driver, plan::Plan plan,
                 const plan::Vocabulary& vocabulary, Options options,
                 std::function<void(Verdict)> done);

  std::uint16_t port() const { return options_.direct ? server_.port() : berth_.port(); }
  std::uint16_t control_port() const { return control_.port(); }
  void stop() override;

 private:
  // live::Alarm: the timeline
  void act(Instant now) override;
  void wake() { driver_.set(*this, timeline_.next()); }

  // trace::Sink
  void write(const Record& record) override;

  // live::Visitors
  bool admits(const core::UserId& user, Instant now) override;
  std::uint32_t client_of(const core::UserId& user) override { return book_.visitor_of(user); }
  std::optional<int> refusal(std::uint32_t) override { return berth_.refusal(); }
  void touch(std::uint32_t, FaultId fault, Instant now) override { touched(fault, now); }
  void touch(const core::UserId&, FaultId fault, Instant now) override { touched(fault, now); }
  void server_writes(std::uint32_t, Instant now) override { berth_.server_writes(now); }
  void server_closes(std::uint32_t, FaultId) override {}
  void came(std::uint32_t visitor, Instant now) override;
  void left(std::uint32_t visitor, const net::Ending& ending, Instant now) override;
  void turned_away(std::uint32_t visitor, int status, Instant now) override {
    tank_.write({.b = static_cast<std::uint64_t>(status), .kind = RecordKind::server_turned_away},
                now, visitor);
  }
  void registered(std::uint32_t visitor, const core::UserId& user, Instant now) override;
  void spoke_nonsense(std::uint32_t visitor, std::string_view text, const std::string& why,
                      Instant now) override;
  void asked_nonsense(const std::string& peer, const std::string& request,
                      const std::string& why) override;
  void tls_failed(const std::string& peer, const std::string& why) override;
  void was_shed(net::Shed why, const std::string& peer) override;

  // Desk
  std::optional<std::uint32_t> inject(plan::Event event) override;
  bool heal(std::uint32_t number) override;
  void heal_all() override;
  std::vector<AtWork> at_work() const override;
  std::string state() const override;
  std::string last_trace(std::size_t lines) const override;
  std::string metrics() const override;

  void begin(Instant now);
  void touched(FaultId fault, Instant now);
  void ping(Instant now);
  void stood_still(Duration still, Instant now);
  void look(Instant now);
  void tell_findings();
  void finish();

  live::Driver& driver_;
  Options options_;
  plan::Plan plan_;
  VisitorBook book_;
  Logbook logbook_;
  Judge judge_;
  std::size_t findings_told_ = 0;
  std::deque<Record> last_records_;
  stage::Tank tank_;
  live::Chores chores_;
  live::Chores looks_;
  Pulse pulse_;
  MockServer server_;
  Berth berth_;
  stage::Timeline timeline_;
  Control control_;
  std::function<void(Verdict)> done_;
  bool has_begun_ = false;
  bool stopping_ = false;
};

Service::Implementation::Implementation(net::Loop& loop, live::Driver& driver, plan::Plan plan,
                                        const plan::Vocabulary& vocabulary, Options options,
                                        std::function<void(Verdict)> done)
    : Alarm(driver),
      driver_(driver),
      options_(std::move(options)),
      plan_(for_everybody(std::move(plan))),
      logbook_(driver, options_.log, options_.detail, book_, plan_),
      judge_(options_.expected, plan_),
      tank_(plan_, *this),
      chores_(driver),
      looks_(driver),
      pulse_(driver, [this](Duration still, Instant now) { stood_still(still, now); }),
      server_(loop, driver, endpoint_options(options_), tank_, *this, book_),
      berth_(loop, driver, plan_, options_.direct ? net::FaultProxy::Place{} : options_.place,
             options_.limits.connections, {.port = server_.port(), .tls = options_.tls.has_value()},
             options_.direct ? Berth::Traffic::past : Berth::Traffic::through,
             {.touched = [this](FaultId fault) { touched(fault, driver_.now()); },
              .ask =
                  [this](FaultId fault, const std::string& what) {
                    judge_.leave_to_tester(fault);
                    logbook_.tell(driver_.now(), "NOW: " + what);
                  },
              .is_anybody_away = [this] { return book_.is_anybody_away(); },
              .shed = [this](const std::string& peer) { was_shed(net::Shed::connections, peer); },
              .send_raw =
                  [this](std::string_view bytes) {
                    bool sent = false;
                    for (std::uint32_t visitor = 0; visitor < book_.visitors().size(); ++visitor) {
                      sent = server_.send_raw(visitor, bytes) || sent;
                    }
                    return sent;
                  }}),
      timeline_(tank_, server_),
      control_(loop, options_.control_port, *this, vocabulary),
      done_(std::move(done)) {
  timeline_.know({&berth_});
  timeline_.wait();
  if (options_.ping_interval > Duration::zero()) {
    chores_.at(core::kStart + options_.ping_interval, [this](Instant now) { ping(now); });
  }
}

// ---- time ------------------------------------------------------------------------------------

void Service::Implementation::act(Instant now) {
  timeline_.run(now);
  wake();
}

void Service::Implementation::begin(Instant now) {
  if (std::exchange(has_begun_, true)) return;
  judge_.begin(now);
  if (judge_.has_scenario()) logbook_.tell(now, "the scenario begins: its 0s is here");
  timeline_.set_out(now);
  wake();
  if (options_.lasts) chores_.at(now + *options_.lasts, [this](Instant) { stop(); });
}

void Service::Implementation::ping(Instant now) {
  server_.ping_all(now);
  chores_.at(now + options_.ping_interval, [this](Instant then) { ping(then); });
}

void Service::Implementation::stood_still(Duration still, Instant now) {
  if (book_.visitors().empty()) return;
  judge_.see_standstill(now);
  logbook_.tell(now, text_of_standstill(still));
}

void Service::Implementation::look(Instant now) {
  judge_.tick(now);
  tell_findings();
}

// ---- what happens ----------------------------------------------------------------------------

void Service::Implementation::write(const Record& happened) {
  pulse_.look(happened.at);
  Record record = happened;
  const bool is_of_fault =
      record.kind == RecordKind::fault_started || record.kind == RecordKind::fault_ended;
  if (is_of_fault) record.client = trace::kNoClient;  // it concerns whoever is there
  if (record.kind == RecordKind::server_gone && record.b == 0) {
    record.fault = berth_.cut_by(record.at);
  }
  logbook_.write(record);
  if (options_.trace) options_.trace(json_of(record, book_));
  last_records_.push_back(record);
  if (last_records_.size() > kKeptRecords) last_records_.pop_front();
  if (stopping_) return;  // what clients do when the server goes is not held against them
  judge_.see(record);
  tell_findings();
}

void Service::Implementation::tell_findings() {
  const auto findings = judge_.onlooker().findings();
  for (; findings_told_ < findings.size(); ++findings_told_) {
    const onlooker::Finding& finding = findings[findings_told_];
    logbook_.tell(finding.at, "FINDING " + std::string(finding.check) + ": " +
                                  book_.name(finding.visitor) + ": " + finding.message);
  }
  looks_.clear();
  const Instant next = judge_.onlooker().next_deadline();
  if (next != core::kNever) looks_.at(next, [this](Instant now) { look(now); });
}

void Service::Implementation::touched(FaultId fault, Instant now) {
  if (!judge_.touch(fault)) return;
  tank_.write({.kind = RecordKind::touched}, now, trace::kNoClient, fault);
}

/// Who is turned away here is no visitor, so there is no record of it: it costs nothing.
bool Service::Implementation::admits(const core::UserId& user, Instant now) {
  const auto visitor = book_.find(user);
  if (!visitor && book_.visitors().size() >= kMostVisitors) {
    logbook_.tell_of_peer("somebody", "was turned away: too many different visitors came", now);
    return false;
  }
  if (visitor && book_.visitors()[*visitor].connections >= kMostConnectionsEach) {
    logbook_.tell_of(*visitor, "was turned away: it has too many connections already", now);
    return false;
  }
  return true;
}

void Service::Implementation::came(std::uint32_t visitor, Instant now) {
  book_.came(visitor);
  begin(now);
}

void Service::Implementation::left(std::uint32_t visitor, const net::Ending& ending, Instant now) {
  book_.left(visitor);
  const bool answered = ending.cause == net::CloseCause::own_close && ending.code != 1006;
  if (answered) judge_.see_close_answered(visitor, now);
  berth_.somebody_left();
  logbook_.tell_of(visitor, "gone: " + text_of(ending), now);
}

void Service::Implementation::registered(std::uint32_t visitor, const core::UserId& user,
                                         Instant now) {
  book_.registered(visitor, user);
  logbook_.tell_of(visitor, "registered", now);
  // The server is in the middle of answering the registration.
  chores_.at(now, [this](Instant then) { server_.push_waiting(then); });
}

void Service::Implementation::spoke_nonsense(std::uint32_t visitor, std::string_view text,
                                             const std::string& why, Instant now) {
  logbook_.tell_of(
      visitor, "sent what is no frame of the protocol: " + printable(why) + ": " + excerpt(text),
      now);
}

void Service::Implementation::asked_nonsense(const std::string& peer, const std::string& request,
                                             const std::string& why) {
  logbook_.tell_of_peer(
      peer, "asked for what no service has: " + printable(why) + ": " + excerpt(request),
      driver_.moment());
}

void Service::Implementation::tls_failed(const std::string& peer, const std::string& why) {
  logbook_.tell_of_peer(peer, "did not get through the TLS handshake: " + printable(why),
                        driver_.moment());
}

void Service::Implementation::was_shed(net::Shed why, const std::string& peer) {
  logbook_.tell_of_peer(peer, "was turned out: " + std::string(text_of(why)), driver_.moment());
}

// ---- what is asked ---------------------------------------------------------------------------

std::optional<std::uint32_t> Service::Implementation::inject(plan::Event event) {
  if (plan_.timeline.size() >= kMostEvents) return std::nullopt;
  const Instant now = driver_.arrival();
  event.targets.clear();
  event.at = now - judge_.begun();
  plan_.timeline.push_back(std::move(event));
  const auto number = static_cast<std::uint32_t>(plan_.timeline.size());
  judge_.know(number - 1);
  timeline_.inject(number - 1, now);
  wake();
  return number;
}

bool Service::Implementation::heal(std::uint32_t number) {
  const auto working = timeline_.at_work();
  if (std::ranges::find(working, number - 1) == working.end()) return false;
  timeline_.heal(number - 1, driver_.arrival());
  wake();
  return true;
}

void Service::Implementation::heal_all() {
  for (const std::uint32_t event : timeline_.at_work()) timeline_.heal(event, driver_.arrival());
  wake();
}

std::vector<Desk::AtWork> Service::Implementation::at_work() const {
  std::vector<AtWork> list;
  for (const std::uint32_t event : timeline_.at_work()) {
    const auto& use = std::get<plan::FaultUse>(plan_.timeline[event].action);
    list.push_back({event + 1, std::string(use.fault->name)});
  }
  return list;
}

std::string Service::Implementation::state() const {
  return state_json(driver_.moment(), server_.endpoint().connections(), book_,
                    judge_.onlooker().findings());
}

std::string Service::Implementation::last_trace(std::size_t lines) const {
  const std::size_t first = last_records_.size() - std::min(lines, last_records_.size());
  std::string text = "[";
  for (std::size_t index = first; index < last_records_.size(); ++index) {
    text += (index == first ? "" : ",\n ") + json_of(last_records_[index], book_);
  }
  return text + "]";
}

std::string Service::Implementation::metrics() const {
  return onlooker::prometheus(judge_.onlooker().total()) +
         "# HELP fishtank_faults_at_work Faults that are at work now.\n"
         "# TYPE fishtank_faults_at_work gauge\n"
         "fishtank_faults_at_work " +
         std::to_string(timeline_.at_work().size()) + "\n";
}

// ---- the end ---------------------------------------------------------------------------------

void Service::Implementation::stop() {
  if (std::exchange(stopping_, true)) return;
  const Instant now = driver_.arrival();
  judge_.finish(now);
  tell_findings();
  looks_.clear();
  server_.drain();
  chores_.at(now + (server_.endpoint().connections() == 0 ? Duration::zero() : kDrain),
             [this](Instant) { finish(); });
}

void Service::Implementation::finish() {
  logbook_.finish(driver_.now());
  Verdict verdict = judge_.verdict();
  for (std::uint32_t visitor = 0; visitor < book_.visitors().size(); ++visitor) {
    verdict.visitors.push_back(book_.name(visitor));
  }
  done_(std::move(verdict));
}

// ---- Service ---------------------------------------------------------------------------------

Service::Service(net::Loop& loop, plan::Plan plan, const plan::Vocabulary& vocabulary,
                 Options options, std::function<void(Verdict)> done)
    : driver_(std::make_unique<live::Driver>(loop, live::Pace{.speed = 1, .waits = false})),
      implementation_(std::make_unique<Implementation>(loop, *driver_, std::move(plan), vocabulary,
                                                       std::move(options), std::move(done))) {
  driver_->start();
}

Service::~Service() = default;

std::uint16_t Service::port() const { return implementation_->port(); }
std::uint16_t Service::control_port() const { return implementation_->control_port(); }
void Service::stop() { implementation_->stop(); }

}  // namespace fishtank::serve
