package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.ConfigurationException;
import dev.parley.Parley;
import dev.parley.TlsEngine;
import dev.parley.tls.Authority.Issued;
import dev.parley.tls.Secured.Conversation;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates change while the server runs. */
class ReloadTest {
  private static final int CONNECTIONS = 100;
  private static final int RELOADS = 20;

  @TempDir private Path folder;
  private Authority authority;
  private Issued first;

  @BeforeEach
  void issue() {
    authority = new Authority(folder, "Test");
    first = authority.server("localhost");
  }

  @Test
  void newConnectionsGetTheNewCertificateAndOldOnesStay() throws Exception {
    try (var secured = Secured.start(tls -> tls.certificate(first.chain(), first.key()));
        var before = secured.websocket(authority.clientContext())) {
      assertThat(before.next()).isEqualTo("wss HTTP/1.1");
      var second = authority.server("localhost");

      secured.server().reloadCertificates();

      assertThat(secured.certificateFor(authority.clientContext(), "localhost"))
          .isEqualTo(second.certificate())
          .isNotEqualTo(first.certificate());
      before.send("still here");
      assertThat(before.next()).isEqualTo("still here");
    }
  }

  @Test
  @Timeout(20)
  void changesOfTheFilesAreFound() throws IOException {
    try (var secured =
        Secured.start(tls ->
            tls.certificate(first.chain(), first.key()).reloadInterval(Duration.ofMillis(100)))) {
      var second = authority.server("localhost");
      Files.setLastModifiedTime(second.key(), FileTime.from(Instant.now().plusSeconds(5)));

      var context = authority.clientContext();
      while (!secured.certificateFor(context, "localhost").equals(second.certificate())) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void certificatesFromBeforeStayWhereTheNewOnesAreNotUsable() throws IOException {
    try (var secured = Secured.start(tls -> tls.certificate(first.chain(), first.key()))) {
      Files.writeString(first.chain(), "half a fi");

      assertThatThrownBy(() -> secured.server().reloadCertificates())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("which holds no certificate");

      assertThat(secured.certificateFor(authority.clientContext(), "localhost"))
          .isEqualTo(first.certificate());
    }
  }

  @Test
  void serversWithoutTlsHaveNothingToReload() {
    try (var server = Parley.create().config(config -> config.port(0)).start()) {
      assertThatThrownBy(server::reloadCertificates)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("does not speak TLS");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "OPENSSL"})
  @Timeout(60)
  void nothingIsDroppedWhileCertificatesChangeUnderLoad(TlsEngine engine) throws Exception {
    try (var secured =
            Secured.start(tls -> tls.certificate(first.chain(), first.key()).engine(engine));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ending = new AtomicBoolean();
      var open = new CountDownLatch(CONNECTIONS);
      var lasting = new ArrayList<Future<Integer>>();
      try (var client = HttpClient.newBuilder().sslContext(authority.clientContext()).build()) {
        for (int i = 0; i < CONNECTIONS; i++) {
          lasting.add(threads.submit(() -> echoes(secured, client, open, ending)));
        }
        var passing = threads.submit(() -> handshakes(secured, ending));
        assertThat(open.await(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < RELOADS; i++) {
          var next = authority.server("localhost");
          secured.server().reloadCertificates();
          assertThat(secured.certificateFor(authority.clientContext(), "localhost"))
              .isEqualTo(next.certificate());
        }
        assertThat(secured.server().connections()).isEqualTo(CONNECTIONS);
        ending.set(true);

        for (var connection : lasting) {
          assertThat(connection.get()).isPositive();
        }
        assertThat(passing.get()).isPositive();
      }
    }
  }

  /** Echoes on one connection; fails if it is lost. */
  private static int echoes(
      Secured secured, HttpClient client, CountDownLatch open, AtomicBoolean ending)
      throws InterruptedException {
    try (Conversation ws = secured.websocket(client)) {
      assertThat(ws.next()).isEqualTo("wss HTTP/1.1");
      open.countDown();
      int count = 0;
      while (!ending.get()) {
        ws.send("echo " + count);
        assertThat(ws.next()).isEqualTo("echo " + count);
        count++;
      }
      return count;
    }
  }

  /** One connection after the other; fails if one is refused. */
  private int handshakes(Secured secured, AtomicBoolean ending) throws IOException {
    int count = 0;
    while (!ending.get()) {
      assertThat(secured.get(authority.clientContext(), "/who")).isEqualTo("https nobody");
      count++;
    }
    return count;
  }
}
