//DEPS com.h2database:h2:2.3.232

import dev.parley.*;
import dev.parley.auth.*;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.*;
import java.time.Duration;
import java.util.*;
import org.h2.jdbcx.JdbcConnectionPool;

// --- Basic endpoint ---

@WebSocketRoute("/ws")
void echo(WebSocket ws) {
  for (String text : ws.texts()) {
    ws.sendText("Echo: " + text);
  }
}

// --- Text ---

@WebSocketRoute("/ws/text")
void text(WebSocket ws) {
  ws.sendText("Hello Client");
  for (String text : ws.texts()) {
    System.out.println("Received: " + text);
  }
}

// --- JSON, and closing ---

@WebSocketRoute("/ws/json")
void json(WebSocket ws) {
  ws.sendJson(Json.object("type", "greeting", "message", "Hello"));
  for (var data : ws.jsons()) {
    if (data.path("type").asString("").equals("quit")) {
      ws.close(1000, "Goodbye");
    } else {
      ws.sendJson(Json.object("type", "response", "received", data));
    }
  }
}

// --- Binary ---

@WebSocketRoute("/ws/binary")
void binary(WebSocket ws) {
  ws.sendBytes(new byte[] {0, 1, 2});
  for (byte[] data : ws.binaries()) {
    ws.sendBytes(data);
  }
}

// --- Generic receive ---

@WebSocketRoute("/ws/any")
void any(WebSocket ws) {
  for (var message : ws.messages()) {
    switch (message) {
      case Message.Text(var text) -> ws.sendText("Text: " + text);
      case Message.Binary(var bytes) -> ws.sendText("Bytes: " + bytes.length);
      case Message.Disconnect _ -> {}
    }
  }
}

// --- Path parameters ---

@WebSocketRoute("/ws/clients/{client_id}")
void client(WebSocket ws, @PathParam("client_id") String clientId) {
  ws.sendText("Hello, " + clientId);
  for (String text : ws.texts()) {
    ws.sendText(clientId + ": " + text);
  }
}

// --- Query parameters ---

@WebSocketRoute("/ws/query")
void query(
    WebSocket ws,
    @QueryParam Optional<String> token,
    @QueryParam @DefaultValue("default") String room) {
  token.flatMap(this::verify).orElseThrow(() -> new WebSocketException(4001, "Unauthorized"));
  ws.sendText("Joined room: " + room);
  ws.receive();
}

// --- Users and tokens ---

record User(String name) {}

record AuthSuccess(String type, String user) {
  AuthSuccess(User user) {
    this("auth_success", user.name());
  }
}

Optional<User> verify(String token) {
  return token.equals("abc123") ? Optional.of(new User("alice")) : Optional.empty();
}

// --- Authentication by query ---

@WebSocketRoute("/ws/auth/query")
void queryToken(WebSocket ws, @QueryParam String token) {
  var user = verify(token).orElseThrow(() -> new WebSocketException(4001, "Invalid token"));
  ws.sendJson(new AuthSuccess(user));
  ws.receive();
}

// --- Authentication by first message ---

@WebSocketRoute("/ws/auth/message")
void firstMessage(WebSocket ws) {
  User user = FirstMessage.authenticate(ws, Duration.ofSeconds(5), this::verify);
  ws.sendJson(new AuthSuccess(user));
  for (var data : ws.jsons()) {
    ws.sendJson(data);
  }
}

// --- Authentication by cookie ---

@Provides
Optional<User> user(@CookieParam("session_id") Optional<String> session) {
  return session.filter("session-alice"::equals).map(_ -> new User("alice"));
}

@WebSocketRoute("/ws/auth/cookie")
void cookie(WebSocket ws, Optional<User> user) {
  if (user.isEmpty()) {
    ws.close(4001, "");
    return;
  }
  ws.sendJson(new AuthSuccess(user.get()));
  ws.receive();
}

// --- Dependencies: rooms and a database ---

record Db(Connection connection) implements AutoCloseable {
  void save(String room, String text) throws SQLException {
    try (var insert =
        connection.prepareStatement("insert into message (room, content) values (?, ?)")) {
      insert.setString(1, room);
      insert.setString(2, text);
      insert.execute();
    }
  }

  List<String> last50(String room) throws SQLException {
    try (var select =
        connection.prepareStatement(
            "select content from message where room = ? order by id desc limit 50")) {
      select.setString(1, room);
      var rows = select.executeQuery();
      var newestFirst = new ArrayList<String>();
      while (rows.next()) {
        newestFirst.add(rows.getString(1));
      }
      return newestFirst.reversed();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

@Provides(Scope.APPLICATION)
JdbcConnectionPool pool() throws SQLException {
  var pool = JdbcConnectionPool.create("jdbc:h2:mem:guide;DB_CLOSE_DELAY=-1", "sa", "");
  try (var connection = pool.getConnection();
      var create = connection.createStatement()) {
    create.execute(
        "create table if not exists message"
            + " (id identity, room varchar(255) not null, content varchar not null)");
  }
  return pool;
}

@Provides
Db db(JdbcConnectionPool pool) throws SQLException {
  return new Db(pool.getConnection());
}

@WebSocketRoute("/ws/rooms/{room_id}")
void room(WebSocket ws, @PathParam("room_id") String roomId, Fresh<Db> dbs, Rooms rooms)
    throws SQLException {
  try (var seat = rooms.room(roomId).join(ws)) {
    for (String text : ws.texts()) {
      try (var db = dbs.open()) {
        db.save(roomId, text);
      }
      seat.publish("Room " + roomId + ": " + text);
    }
  }
}

@Get("/rooms/{room_id}/messages")
List<String> messages(@PathParam("room_id") String roomId, Db db) throws SQLException {
  return db.last50(roomId);
}

// --- HTTP beside it ---

record Announcement(String content, String room) {}

@Post("/broadcast")
Map<String, String> broadcast(Announcement body, Rooms rooms) {
  rooms.room(body.room()).publish(body.content());
  return Map.of("status", "sent");
}

// --- Concurrency: two loops ---

@WebSocketRoute("/ws/ticker")
void ticker(WebSocket ws, @QueryParam @DefaultValue("5") int seconds) throws Exception {
  ws.gather(
      () -> {
        for (String text : ws.texts()) {
          ws.sendText("Received: " + text);
        }
      },
      () -> {
        while (true) {
          ws.sleep(Duration.ofSeconds(seconds));
          ws.sendText("Ping");
        }
      });
}

// --- Concurrency: a child task ---

@WebSocketRoute("/ws/heartbeat")
void heartbeat(WebSocket ws, @QueryParam @DefaultValue("30") int seconds) {
  ws.every(Duration.ofSeconds(seconds), () -> ws.sendJson(Map.of("type", "ping")));
  for (String text : ws.texts()) {
    ws.sendText(text);
  }
}

// --- Pitfalls ---

@WebSocketRoute("/ws/crash")
void crash(WebSocket ws) {
  ws.receiveText();
  throw new IllegalStateException("This stays in the log of the server.");
}

@WebSocketRoute("/ws/forgot-accept")
void forgotAccept(WebSocket ws) {
  ws.sendText("hi");
  ws.receive();
}

// --- The page ---

Path folder() {
  return Path.of(System.getProperty("parley.home", "examples/guide"));
}

@Get("/Guide.java")
Response source() throws IOException {
  return Response.ok().text(Files.readString(folder().resolve("Guide.java")));
}

void main() {
  Parley.create().routes(this).staticFiles("/", folder().resolve("public")).run();
}
