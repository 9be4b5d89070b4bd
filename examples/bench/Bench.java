//DEPS com.h2database:h2:2.3.232

import dev.parley.*;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

// What the benchmarks measure: see docs/benchmarks/README.md.

@WebSocketRoute("/ws/echo")
void echo(WebSocket ws) {
  for (var message : ws.messages()) {
    reply(ws, message);
  }
}

@WebSocketRoute("/ws/room")
void room(WebSocket ws, Rooms rooms) {
  try (var seat = rooms.room("bench").join(ws)) {
    for (var message : ws.messages()) {
      switch (message) {
        case Message.Text(var text) -> seat.publish(text);
        case Message.Binary(var bytes) -> seat.publish(bytes);
        case Message.Disconnect _ -> {}
      }
    }
  }
}

// --- One bad neighbour: what the other connections feel of it ---

/** Uses 200 ms of CPU for each message. */
@WebSocketRoute("/ws/burn")
void burn(WebSocket ws) {
  for (var message : ws.messages()) {
    long end = System.nanoTime() + Duration.ofMillis(200).toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    reply(ws, message);
  }
}

/** Asks a database for each message, whose answer takes 10 ms. */
@WebSocketRoute("/ws/jdbc")
void query(WebSocket ws) throws SQLException {
  try (var connection = DriverManager.getConnection(Database.URL);
      var query = connection.prepareStatement("CALL SLEEP(10)")) {
    for (var message : ws.messages()) {
      query.executeQuery().close();
      reply(ws, message);
    }
  }
}

/** Looks up another name for each message; 10 ms where the benchmarks' own names are there. */
@WebSocketRoute("/ws/dns")
void lookUp(WebSocket ws) {
  int number = 0;
  for (var message : ws.messages()) {
    try {
      InetAddress.getByName(number++ + ".slow.test");
    } catch (UnknownHostException elsewhere) {
      // Somebody has looked for it all the same.
    }
    reply(ws, message);
  }
}

/** Sleeps 10 ms for each message. */
@WebSocketRoute("/ws/sleep")
void sleep(WebSocket ws) throws InterruptedException {
  for (var message : ws.messages()) {
    Thread.sleep(10);
    reply(ws, message);
  }
}

/** Sleeps 10 ms for each message, inside a lock that the thread holds. */
@WebSocketRoute("/ws/synchronized")
void sleepInLock(WebSocket ws) throws InterruptedException {
  var lock = new Object();
  for (var message : ws.messages()) {
    synchronized (lock) {
      Thread.sleep(10);
    }
    reply(ws, message);
  }
}

/** Reads a file for each message. */
@WebSocketRoute("/ws/file")
void file(WebSocket ws) throws IOException {
  var file = Path.of("/proc/self/status");
  for (var message : ws.messages()) {
    Files.readString(file);
    reply(ws, message);
  }
}

/** Blocks 200 ms in the operating system for each message: the thread cannot be taken off its carrier. */
@WebSocketRoute("/ws/native")
void blockNatively(WebSocket ws) throws Throwable {
  for (var message : ws.messages()) {
    int _ = (int) CLibrary.USLEEP.invokeExact(200_000);
    reply(ws, message);
  }
}

/**
 * A database over TCP; started where it is needed, as this takes time and memory. Not on the thread
 * of the handler: one that initialises a class keeps its carrier, and on the scheduler of the JDK
 * the answer may need that carrier.
 */
static final class Database {
  static final String URL = startOnAnotherThread();

  private static String startOnAnotherThread() {
    var starting = new FutureTask<>(DatabaseServer::start);
    Thread.ofPlatform().start(starting);
    try {
      return starting.get();
    } catch (InterruptedException | ExecutionException failure) {
      throw new IllegalStateException(failure);
    }
  }
}

/** A class of its own: nobody else gets into one that is being initialised. */
static final class DatabaseServer {
  static String start() throws SQLException {
    var server = org.h2.tools.Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-tcpDaemon");
    var url = "jdbc:h2:" + server.start().getURL() + "/mem:bench;DB_CLOSE_DELAY=-1";
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("CREATE ALIAS SLEEP FOR 'java.lang.Thread.sleep(long)'");
    }
    return url;
  }
}

/** The function of the C library; loaded where it is needed, as this takes time and memory. */
static final class CLibrary {
  static final MethodHandle USLEEP =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("usleep"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
}

void reply(WebSocket ws, Message message) {
  switch (message) {
    case Message.Text(var text) -> ws.sendText(text);
    case Message.Binary(var bytes) -> ws.sendBytes(bytes);
    case Message.Disconnect _ -> {}
  }
}

void main() {
  Parley.create().routes(this).run();
}
