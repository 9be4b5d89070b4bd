package dev.parley.hazards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Parley;
import dev.parley.test.TestClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * A parked handler that nothing of the application refers to is kept by its connection, even where
 * the JDK does not keep track of virtual threads.
 */
class ForgottenThreadTest {
  private static final String CLEANED_UP = "The handler has cleaned up.";

  @Test
  void parkedHandlerIsNotCollected() throws Exception {
    for (var tracking : new String[] {"true", "false"}) {
      var program =
          new ProcessBuilder(command("-Djdk.trackAllThreads=" + tracking))
              .redirectErrorStream(true)
              .start();
      var said = new String(program.getInputStream().readAllBytes());

      assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(said).contains(CLEANED_UP);
    }
  }

  private static List<String> command(String option) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Street.loopsCarryHandlers()) {
      command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    }
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx64m",
            option,
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName()));
    return command;
  }

  /** A server and a client that leaves, with some collections before. */
  static final class Program {
    private Program() {}

    @SuppressWarnings("SystemOut")
    static void main() throws Exception {
      var parking = new CountDownLatch(1);
      var cleanedUp = new CompletableFuture<String>();
      var app =
          Parley.create()
              .config(config -> config.port(0))
              .websocket(
                  "/ws",
                  ws -> {
                    ws.accept();
                    try {
                      parking.countDown();
                      LockSupport.park();
                    } finally {
                      cleanedUp.complete(CLEANED_UP);
                    }
                  });
      try (var server = app.start();
          var client = TestClient.to(server.uri());
          var ws = client.websocket("/ws")) {
        parking.await();
        for (int i = 0; i < 5; i++) {
          System.gc();
        }
        ws.cut();
        System.out.println(cleanedUp.get(20, TimeUnit.SECONDS));
      }
    }
  }
}
