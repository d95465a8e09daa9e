#include "net/websocketpp_config.hpp"

#include <algorithm>

#include "net/endings.hpp"

template class websocketpp::connection<fishtank::net::Config>;

namespace fishtank::net {

namespace status = websocketpp::http::status_code;

// ---- Request ---------------------------------------------------------------------------------

namespace {

[[noreturn]] void refuse(const char* what, status::value code) {
  throw websocketpp::http::exception(what, code);
}

}  // namespace

std::size_t Request::consume(const char* bytes, std::size_t size) {
  reader_.limit_body(get_max_body_size());
  const std::size_t taken = reader_.feed({bytes, size});
  switch (reader_.state()) {
    case HttpReader::State::head:
    case HttpReader::State::body: break;
    case HttpReader::State::complete: take_over(); break;
    case HttpReader::State::malformed: refuse("malformed", status::bad_request);
    case HttpReader::State::head_too_big: refuse("head", status::request_header_fields_too_large);
    case HttpReader::State::body_too_big: refuse("body", status::request_entity_too_large);
    case HttpReader::State::not_supported: refuse("encoding", status::not_implemented);
  }
  return taken;
}

/// Gives websocketpp what it asks the base class for.
void Request::take_over() {
  set_method(reader_.part(0));
  set_uri(reader_.part(1));
  set_version(reader_.part(2));
  for (const auto& [name, value] : reader_.headers()) {
    const bool repeats_host = is_same_name(name, "Host") && !get_header(name).empty();
    if (!repeats_host) request::append_header(name, value);
  }
  if (get_header("Host").empty() && get_version() != "HTTP/1.0") {
    refuse("no Host", status::bad_request);
  }
  // It would also speak the drafts before RFC 6455.
  if (websocketpp::processor::is_websocket_handshake(*this) &&
      get_header("Sec-WebSocket-Version") != "13") {
    refuse("Sec-WebSocket-Version", status::bad_request);
  }
}

std::string Request::raw() const {
  HttpHeaders all{{"Host", get_header("Host")}};
  for (const auto& header : get_headers()) {
    if (!is_same_name(header.first, "Host")) all.push_back(header);
  }
  all.insert(all.end(), appended_.begin(), appended_.end());
  return write_message(get_method() + ' ' + get_uri() + ' ' + get_version(), all, {});
}

// ---- Response --------------------------------------------------------------------------------

std::string Response::raw() const {
  if (!whole_.empty()) return whole_;
  if (get_status_code() == status::switching_protocols) return response::raw();
  const std::string start_line =
      "HTTP/1.1 " + std::to_string(get_status_code()) + ' ' + get_status_msg();
  return write_message(start_line, {{"Connection", "close"}, {"Content-Length", "0"}}, {});
}

// ---- Messages --------------------------------------------------------------------------------

std::shared_ptr<Message> MessageManager::get_message() {
  return get_message(websocketpp::frame::opcode::text, 0);
}

std::shared_ptr<Message> MessageManager::get_message(websocketpp::frame::opcode::value opcode,
                                                     std::size_t size) {
  return std::make_shared<Message>(shared_from_this(), opcode, size);
}

// ---- Connections -----------------------------------------------------------------------------

WebSocket::ptr WebSocketFactory::make(asio::io_context& loop, std::unique_ptr<Stream> stream,
                                      Duration linger) {
  WebSocket::ptr made = create_connection();
  made->endpoint = shared_from_this();
  made->messages = made->get_message(websocketpp::frame::opcode::text, 0)->manager();
  made->attach(loop, std::move(stream), linger);
  return made;
}

long to_milliseconds(Duration duration) {
  const auto count = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
  return static_cast<long>(std::max<decltype(count)>(count, 1));
}

void abort(WebSocket& socket) {
  const WebSocket::ptr alive = socket.get_shared();
  socket.is_aborted = true;
  socket.reset();
  socket.terminate(std::make_error_code(std::errc::operation_canceled));
}

void begin_close(WebSocket& socket, std::uint16_t code, const std::string& reason) {
  namespace close = websocketpp::close::status;
  if (close::invalid(code) || close::reserved(code)) code = close::no_status;
  std::error_code error;
  socket.messages->await_answer(true);
  socket.close(code, code == close::no_status ? std::string() : reason, error);
  socket.messages->await_answer(false);
  if (!error) socket.began_close = true;
}

Ending ending_of(const WebSocket& socket, bool is_server) {
  EndFacts facts;
  facts.began_close = socket.began_close;
  facts.error = socket.error();
  facts.closing_expired = socket.get_ec() == websocketpp::error::make_error_code(
                                                 websocketpp::error::close_handshake_timeout);
  facts.told = socket.get_local_close_code();
  facts.told_reason = socket.get_local_close_reason();
  facts.heard = socket.get_remote_close_code();
  facts.heard_reason = socket.get_remote_close_reason();
  return judge_end(facts, is_server ? CloseCause::close_unanswered : CloseCause::own_close);
}

std::size_t buffered_by(const WebSocket& socket) {
  return socket.get_buffered_amount() + socket.in_flight();
}

}  // namespace fishtank::net
