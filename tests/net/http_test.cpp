#include <gtest/gtest.h>

#include "net/http_client.hpp"
#include "tests/net/bench.hpp"

/// HTTP on the port of the WebSockets, and the client for it.
namespace fishtank::net::test {
namespace {

using End = RawSocket::End;
constexpr auto kEnough = std::chrono::seconds(10);

std::string base_of(const ServerBench& bench) {
  return "http://127.0.0.1:" + std::to_string(bench.server->port());
}

/// Makes a call and awaits its answer.
HttpResponse answer_of(ServerBench& bench, const HttpRequest& request, Duration timeout = kEnough) {
  std::optional<HttpResponse> answer;
  const HttpCall call(bench.loop, base_of(bench), request, timeout, false,
                      [&](HttpResponse response) { answer = std::move(response); });
  EXPECT_FALSE(answer) << "never from within the constructor";
  bench.await([&] { return answer.has_value(); }, "the answer");
  return *answer;
}

TEST(Http, ARequestIsAnsweredWithHeadersAndBody) {
  ServerBench bench;
  bench.log.on_request = [](const HttpRequest&, const Respond& respond) {
    respond({201, {{"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}}, "made"});
  };
  const HttpResponse answer =
      answer_of(bench, {"POST", "/path?query", {{"X-One", "1, 2"}}, "the body", ""});
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.body, "made");
  int cookies = 0;
  for (const auto& header : answer.headers) cookies += header.first == "Set-Cookie" ? 1 : 0;
  EXPECT_EQ(cookies, 2);
  ASSERT_EQ(bench.log.requests.size(), 1U);
  const HttpRequest& request = bench.log.requests.front();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/path?query");
  EXPECT_EQ(request.body, "the body");
  EXPECT_EQ(request.peer.rfind("127.0.0.1:", 0), 0U);
}

TEST(Http, AnAnswerMayComeLater) {
  ServerBench bench;
  Respond later;
  bench.log.on_request = [&](const HttpRequest&, Respond respond) { later = std::move(respond); };
  std::optional<HttpResponse> answer;
  const HttpCall call(bench.loop, base_of(bench), {"GET", "/", {}, "", ""}, kEnough, false,
                      [&](HttpResponse response) { answer = std::move(response); });
  bench.await([&] { return later != nullptr; }, "the request");
  run_for(bench.loop, milliseconds(20));
  EXPECT_FALSE(answer);
  later({200, {}, "late"});
  later({500, {}, "twice"});
  bench.await([&] { return answer.has_value(); }, "the answer");
  EXPECT_EQ(answer->body, "late");
}

TEST(Http, AnAnswerToNobodyIsNoHarm) {
  ServerBench bench;
  Respond later;
  bench.log.on_request = [&](const HttpRequest&, Respond respond) { later = std::move(respond); };
  {
    RawSocket raw(bench.server->port());
    raw.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    bench.await([&] { return later != nullptr; }, "the request");
  }
  run_for(bench.loop, milliseconds(5));
  later({200, {}, ""});
  later = nullptr;
  RawSocket raw(bench.server->port());
  raw.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  bench.await([&] { return later != nullptr; }, "the request");
  bench.server.reset();
  later({200, {}, ""});
  bench.await(
      [&] {
        raw.read();
        return raw.end() != End::none;
      },
      "its end");
  EXPECT_EQ(raw.end(), End::reset);
}

TEST(Http, ARequestWhosePeerLeavesGivesItsPlaceBack) {
  ServerOptions options;
  options.limits.connections = 1;
  ServerBench bench(options);
  {
    RawSocket raw(bench.server->port());
    raw.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    bench.await([&] { return bench.log.requests.size() == 1; }, "the request");
  }
  run_for(bench.loop, milliseconds(5));
  OpenClient open(bench);
  EXPECT_TRUE(bench.log.sheds.empty());
}

TEST(Http, AnAnswerEndsItsConnection) {
  ServerBench bench;
  bench.log.on_request = [](const HttpRequest&, const Respond& respond) {
    respond({200, {}, "text"});
  };
  RawSocket raw(bench.server->port());
  raw.write("GET / HTTP/1.0\r\n\r\n");  // needs no Host
  bench.await(
      [&] {
        raw.read();
        return raw.end() != End::none;
      },
      "its end");
  EXPECT_EQ(raw.end(), End::fin);
  EXPECT_NE(raw.heard().find("Connection: close\r\n"), std::string::npos) << raw.heard();
  EXPECT_NE(raw.heard().find("Content-Length: 4\r\n"), std::string::npos) << raw.heard();
  EXPECT_EQ(raw.heard().substr(raw.heard().size() - 4), "text");
}

TEST(Http, AnAnswerThatIsNoneIsNotSent) {
  for (const HttpResponse& nonsense :
       {HttpResponse{200, {{"X", "a\r\nY: b"}}, ""}, HttpResponse{0, {}, ""}}) {
    ServerBench bench;
    bench.log.on_request = [&](const HttpRequest&, const Respond& respond) { respond(nonsense); };
    EXPECT_EQ(answer_of(bench, {"GET", "/", {}, "", ""}).status, 500);
  }
}

TEST(Http, RequestsOfAnySizeInPiecesArrive) {
  ServerBench bench;
  bench.log.on_request = [](const HttpRequest&, const Respond& respond) { respond({}); };
  const std::string body(50'000, 'b');
  const std::string text = "POST /x HTTP/1.1\r\nHost: x\r\nUser-Agent: " + std::string(8000, 'a') +
                           "\r\nContent-Length: 50000\r\n\r\n" + body;
  RawSocket raw(bench.server->port());
  for (std::size_t begin = 0; begin < text.size(); begin += 7001) {
    raw.write(text.substr(begin, 7001));
    run_for(bench.loop, milliseconds(1));
  }
  bench.await([&] { return bench.log.requests.size() == 1; }, "the request");
  EXPECT_EQ(bench.log.requests.front().body, body);
}

TEST(HttpCalls, EndWithStatus0WhenNobodyAnswers) {
  ServerBench bench;
  const HttpResponse late = answer_of(bench, {"GET", "/", {}, "", ""}, milliseconds(30));
  EXPECT_EQ(late.status, 0);
  EXPECT_EQ(late.body, "no answer in time");
  std::optional<HttpResponse> answer;
  const HttpCall call(bench.loop, "http://127.0.0.1:" + std::to_string(closed_port()),
                      {"GET", "/", {}, "", ""}, kEnough, false,
                      [&](HttpResponse response) { answer = std::move(response); });
  bench.await([&] { return answer.has_value(); }, "the refusal");
  EXPECT_EQ(answer->status, 0);
  EXPECT_NE(answer->body, "");
}

TEST(HttpCalls, RefuseAnswersThatAreTooLong) {
  ServerBench bench;
  bench.log.on_request = [](const HttpRequest&, const Respond& respond) {
    respond({200, {}, std::string(1024 * 1024 + 1, 'x')});
  };
  EXPECT_EQ(answer_of(bench, {"GET", "/", {}, "", ""}).status, 0);
}

TEST(HttpCalls, ThatAreDestroyedHangUp) {
  ServerBench bench;
  bool is_answered = false;
  auto call =
      std::make_unique<HttpCall>(bench.loop, base_of(bench), HttpRequest{"GET", "/", {}, "", ""},
                                 kEnough, false, [&](const HttpResponse&) { is_answered = true; });
  bench.await([&] { return !bench.log.requests.empty(); }, "the request");
  call.reset();
  run_for(bench.loop, milliseconds(5));
  EXPECT_FALSE(is_answered);
}

TEST(HttpCalls, MayBeDestroyedByTheirAnswer) {
  ServerBench bench;
  bench.log.on_request = [](const HttpRequest&, const Respond& respond) { respond({}); };
  std::unique_ptr<HttpCall> call;
  call = std::make_unique<HttpCall>(bench.loop, base_of(bench), HttpRequest{"GET", "/", {}, "", ""},
                                    kEnough, false, [&](const HttpResponse&) { call.reset(); });
  bench.await([&] { return call == nullptr; }, "the answer");
}

TEST(HttpCalls, NeedABase) {
  Loop loop;
  for (const char* base : {"", "ws://x", "http://", "http://x:0", "http://x:1a", "http://[::1"}) {
    EXPECT_THROW(HttpCall(loop, base, {"GET", "/", {}, "", ""}, kEnough, false, nullptr),
                 std::invalid_argument)
        << base;
  }
}

}  // namespace
}  // namespace fishtank::net::test
