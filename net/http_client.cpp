#include "net/http_client.hpp"

#include <stdexcept>
#include <utility>

#include "net/dialer.hpp"
#include "net/http_message.hpp"
#include "net/native_loop.hpp"
#include "net/tls.hpp"

namespace fishtank::net {

class HttpCall::Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Loop& loop, const std::string& base, const HttpRequest& request,
             std::function<void(HttpResponse)> answer);

  void start(Duration timeout, bool verify_certificate, const std::string& authority);
  void cancel();

 private:
  void dialled(Dialer::Result result);
  void read();
  void have_read(const asio::error_code& error, std::size_t size);
  void finish();
  void fail(const std::string& why) { answer({0, {}, why}); }
  void answer(HttpResponse response);

  Loop& loop_;
  Url url_;
  std::string text_;  ///< of the request
  std::function<void(HttpResponse)> answer_;
  Timer deadline_;
  std::shared_ptr<Dialer> dialer_;
  std::unique_ptr<Stream> stream_;
  HttpReader reader_{HttpReader::Kind::response};
  char buffer_[4096];
};

HttpCall::Connection::Connection(Loop& loop, const std::string& base, const HttpRequest& request,
                                 std::function<void(HttpResponse)> answer)
    : loop_(loop),
      url_(parse_url(base, "http")),
      answer_(std::move(answer)),
      deadline_(loop, [this] { fail("no answer in time"); }) {
  HttpHeaders headers{{"Host", url_.authority()}};
  for (const auto& [name, value] : request.headers) {
    if (!is_header(name, value)) throw std::invalid_argument('"' + name + "\" is no header");
    headers.emplace_back(name, value);
  }
  headers.emplace_back("Connection", "close");
  if (!request.body.empty()) {
    headers.emplace_back("Content-Length", std::to_string(request.body.size()));
  }
  text_ = write_message(request.method + ' ' + request.target + " HTTP/1.1", headers, request.body);
}

void HttpCall::Connection::start(Duration timeout, bool verify_certificate,
                                 const std::string& authority) {
  dialer_ =
      std::make_shared<Dialer>(loop_.native().context, url_,
                               url_.secure ? client_tls(verify_certificate, authority) : nullptr,
                               [weak = weak_from_this()](Dialer::Result result) {
                                 const auto self = weak.lock();
                                 if (self != nullptr) self->dialled(std::move(result));
                               });
  dialer_->start();
  deadline_.set(Clock::now() + timeout);
}

void HttpCall::Connection::cancel() {
  answer_ = nullptr;
  deadline_.cancel();
  dialer_->cancel();
  if (stream_ != nullptr) stream_->close();
}

void HttpCall::Connection::dialled(Dialer::Result result) {
  if (result.stream == nullptr) return fail(result.detail);
  stream_ = std::move(result.stream);
  // A server may answer, and end, before it has read it all.
  stream_->async_write(asio::buffer(text_),
                       [self = shared_from_this()](const asio::error_code&, std::size_t) {});
  read();
}

void HttpCall::Connection::read() {
  stream_->async_read_some(
      asio::buffer(buffer_),
      [self = shared_from_this()](const asio::error_code& error, std::size_t size) {
        if (self->answer_) self->have_read(error, size);
      });
}

void HttpCall::Connection::have_read(const asio::error_code& error, std::size_t size) {
  using State = HttpReader::State;
  reader_.feed({buffer_, size});
  if (is_end(error)) reader_.finish();
  switch (reader_.state()) {
    case State::complete: return finish();
    case State::malformed: return fail("the answer is no HTTP");
    case State::head_too_big:
    case State::body_too_big: return fail("the answer is too long");
    case State::not_supported: return fail("the answer is in a transfer encoding");
    case State::head:
    case State::body: break;
  }
  if (error) return fail(error.message());
  read();
}

void HttpCall::Connection::finish() {
  answer({std::stoi(reader_.part(1)), std::move(reader_.headers()), std::move(reader_.body())});
}

void HttpCall::Connection::answer(HttpResponse response) {
  const auto self = shared_from_this();
  const std::function<void(HttpResponse)> answer = std::exchange(answer_, nullptr);
  cancel();
  if (answer) answer(std::move(response));
}

// ---- HttpCall --------------------------------------------------------------------------------

HttpCall::HttpCall(Loop& loop, const std::string& base, const HttpRequest& request,
                   Duration timeout, bool verify_certificate,
                   std::function<void(HttpResponse)> answer, const std::string& authority)
    : connection_(std::make_shared<Connection>(loop, base, request, std::move(answer))) {
  connection_->start(timeout, verify_certificate, authority);
}

HttpCall::~HttpCall() { connection_->cancel(); }

}  // namespace fishtank::net
