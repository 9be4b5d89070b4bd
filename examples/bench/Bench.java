import dev.parley.*;
import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

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

/** Sleeps 10 ms for each message, as a query of a database does. */
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
