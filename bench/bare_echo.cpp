/// websocketpp's own server as it comes, echoing: what ours is held against.

#include <cstdio>
#include <websocketpp/config/asio_no_tls.hpp>
#include <websocketpp/server.hpp>

int main() {
  using Server = websocketpp::server<websocketpp::config::asio>;
  Server server;
  server.clear_access_channels(websocketpp::log::alevel::all);
  server.clear_error_channels(websocketpp::log::elevel::all);
  server.init_asio();
  server.set_open_handler([&](const websocketpp::connection_hdl& peer) {
    server.get_con_from_hdl(peer)->get_raw_socket().set_option(asio::ip::tcp::no_delay(true));
  });
  server.set_message_handler(
      [&](const websocketpp::connection_hdl& peer, const Server::message_ptr& message) {
        server.send(peer, message->get_payload(), message->get_opcode());
      });
  server.listen(asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  server.start_accept();
  asio::error_code error;
  std::printf("serving ws://127.0.0.1:%d/\n", server.get_local_endpoint(error).port());
  std::fflush(stdout);
  server.run();
}
