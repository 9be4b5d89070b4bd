package dev.parley.test;

import java.util.Optional;

/**
 * One wire to the server with a request on its way: what an HTTP request and a handshake have in
 * common.
 */
final class Exchange {
  private final TestClient client;
  private final ByteInbox inbox = new ByteInbox();
  private final Wire wire;
  private final Optional<HandlerRecord> handler;

  Exchange(TestClient client) {
    this.client = client;
    this.wire = client.network().connect(inbox);
    this.handler = client.serverSide().map(server -> server.record(wire.localAddress()));
  }

  Wire wire() {
    return wire;
  }

  ByteInbox inbox() {
    return inbox;
  }

  /** What the server tells about it; empty for a server that runs elsewhere. */
  Optional<HandlerRecord> handler() {
    return handler;
  }

  /** Sends the request and waits for the head and body of its answer. */
  TestResponse ask(RequestText request) {
    String what = request.method() + " " + request.target();
    // A request that cannot be written is told by the answer, or by its absence.
    var _ = wire.send(request.bytes());
    var wait = new Wait("the answer to " + what, client.deadline());
    var response = ResponseReader.read(inbox, request.method(), wait);
    client.cookies().keep(response.headers());
    return response;
  }

  /** Ends it: nobody will ask for more. */
  void end() {
    wire.close();
    client.serverSide().ifPresent(server -> server.forget(wire.localAddress()));
  }
}
