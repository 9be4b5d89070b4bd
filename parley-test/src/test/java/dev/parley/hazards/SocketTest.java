package dev.parley.hazards;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;

/** Waits for a socket take the handler off its event loop: the threads of the JDK watch it. */
class SocketTest {
  /** What the database calls, on a thread of its server. */
  public static final class Answers {
    /** How many of them may be given. */
    private static final Semaphore READY = new Semaphore(0);

    private Answers() {}

    /** A function of the database that takes its time. */
    public static int answer() throws InterruptedException {
      READY.acquire();
      return 42;
    }
  }

  @Test
  void handlerThatReadsASocketHoldsNobody() throws Exception {
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var street =
            Street.with(() -> {
              try (var socket =
                  new Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort())) {
                assertThat(socket.getInputStream().read()).isEqualTo('x');
              }
            })) {
      street.begin("it");
      try (var peer = listener.accept()) {

        street.assertNeighboursAreServedMeanwhile();

        street.assertNothingCarriesTheHandler();
        peer.getOutputStream().write('x');
        street.assertEnds("it");
      }
    }
  }

  @Test
  void handlerThatAsksADatabaseByJdbcHoldsNobody() throws Exception {
    var database = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    var url = "jdbc:h2:tcp://localhost:" + database.getPort() + "/mem:hazards";
    try (var street = Street.with(() -> assertThat(ask(url)).isEqualTo(42))) {
      for (var text : new String[] {"once", "again"}) {
        street.begin(text);

        street.assertNeighboursAreServedMeanwhile();

        Street.await("the query is under way", Answers.READY::hasQueuedThreads);
        street.assertNothingCarriesTheHandler();
        Answers.READY.release();
        street.assertEnds(text);
      }
    } finally {
      database.stop();
    }
  }

  private static int ask(String url) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE ALIAS IF NOT EXISTS ANSWER FOR '" + Answers.class.getName() + ".answer'");
      try (var result = statement.executeQuery("SELECT ANSWER()")) {
        assertThat(result.next()).isTrue();
        return result.getInt(1);
      }
    }
  }
}
