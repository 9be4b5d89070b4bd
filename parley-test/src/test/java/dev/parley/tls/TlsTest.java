package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Limit;
import dev.parley.ProxyProtocol;
import dev.parley.TlsEngine;
import dev.parley.conformance.Proves;
import dev.parley.tls.Authority.Issued;
import io.netty.pkitesting.CertificateBuilder;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is spoken on a port with certificates. */
class TlsTest {
  @TempDir private Path folder;
  private Authority authority;
  private Issued localhost;

  @BeforeEach
  void issue() {
    authority = new Authority(folder, "Test");
    localhost = authority.server("localhost");
  }

  private Secured localhost() {
    return Secured.start(tls -> tls.certificate(localhost.chain(), localhost.key()));
  }

  /** Gives a handshake longer than a test waits. */
  private Secured patientLocalhost() {
    return Secured.start(
        Secured.app(tls -> tls.certificate(localhost.chain(), localhost.key()))
            .config(config -> config.handshakeTimeout(Duration.ofMinutes(5))));
  }

  @Proves(rfc6455 = "4.2.2a")
  @ParameterizedTest
  @EnumSource
  void servesWebSocketsAndHttpWithEveryEngine(TlsEngine engine) throws Exception {
    try (var secured =
            Secured.start(
                tls -> tls.certificate(localhost.chain(), localhost.key()).engine(engine));
        var ws = secured.websocket(authority.clientContext())) {
      ws.send("hello");

      assertThat(ws.next()).isEqualTo("wss HTTP/1.1");
      assertThat(ws.next()).isEqualTo("hello");
      assertThat(secured.get(authority.clientContext(), "/who")).isEqualTo("https nobody");
      assertThat(secured.server().uri()).hasScheme("https");
    }
  }

  @Test
  void largeMessagesComeBackWhole() throws Exception {
    try (var secured = localhost();
        var ws = secured.websocket(authority.clientContext())) {
      var large = "x".repeat(900_000);
      ws.next();

      ws.send(large);

      var back = new StringBuilder();
      while (back.length() < large.length()) {
        back.append(ws.next());
      }
      assertThat(back).hasToString(large);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void speaksTls13And12(String version) throws Exception {
    try (var secured = localhost()) {
      try (var socket = secured.plainTls(authority.clientContext(), version)) {
        socket.startHandshake();

        assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "OPENSSL"})
  @Timeout(60)
  void refusesToNegotiateAgain(TlsEngine engine) throws Exception {
    try (var secured =
            Secured.start(
                tls -> tls.certificate(localhost.chain(), localhost.key()).engine(engine));
        var socket = secured.plainTls(authority.clientContext(), "TLSv1.2")) {
      socket.startHandshake();

      // The client asks for another handshake, which the server would pay for.
      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                socket.getInputStream().read();
              })
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(SocketTimeoutException.class);
    }
  }

  @Proves(checklist = 69)
  @ParameterizedTest
  @EnumSource(names = {"JDK", "OPENSSL"})
  void refusesTls11(TlsEngine engine) throws Exception {
    try (var secured =
            Secured.start(
                tls -> tls.certificate(localhost.chain(), localhost.key()).engine(engine));
        var socket = secured.plain()) {
      // A ClientHello of TLS 1.1 (RFC 4346, section 7.4.1.2) with two cipher suites.
      socket
          .getOutputStream()
          .write(
              HexFormat.of()
                  .parseHex(
                      "160301002f"
                          + "0100002b"
                          + "0302"
                          + "11".repeat(32)
                          + "00"
                          + "0004c013002f"
                          + "0100"));

      byte[] answer = socket.getInputStream().readAllBytes();

      // A fatal alert: protocol_version (70), or handshake_failure (40).
      assertThat(answer[0]).isEqualTo((byte) 21);
      assertThat(answer[5]).isEqualTo((byte) 2);
      assertThat(answer[6]).isIn((byte) 70, (byte) 40);
    }
  }

  @Test
  void proxiesMaySayFirstForWhomTheySpeak() throws IOException {
    var app =
        Secured.app(tls -> tls.certificate(localhost.chain(), localhost.key()))
            .config(config ->
                config.proxies(proxies ->
                    proxies
                        .trustedProxies(List.of("127.0.0.1/8", "::1"))
                        .proxyProtocol(ProxyProtocol.REQUIRED)))
            .get("/from", request -> request.remoteAddress().toString());
    try (var secured = Secured.start(app);
        var plain = secured.plain()) {
      plain
          .getOutputStream()
          .write("PROXY TCP4 192.0.2.1 192.0.2.2 5000 443\r\n".getBytes(StandardCharsets.US_ASCII));
      var factory = authority.clientContext().getSocketFactory();
      try (var socket = factory.createSocket(plain, "localhost", secured.port(), true)) {
        Secured.ask(socket.getOutputStream(), "/from");

        var response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(response).endsWith("/192.0.2.1:5000");
      }
    }
  }

  @Proves(checklist = 71)
  @Test
  void answersPlainHttpWithAHint() throws IOException {
    try (var secured = localhost();
        var socket = secured.plain()) {
      Secured.ask(socket.getOutputStream(), "/who");

      var response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(response)
          .startsWith("HTTP/1.1 400 ")
          .contains("This port speaks TLS: use https:// or wss://.");
    }
  }

  @Proves(checklist = 71)
  @ParameterizedTest
  @ValueSource(
      strings = {"00", "7a", "8046010300", "16030100ff" + "ff", "1603030005" + "0100000100"})
  void endsLinesThatSpeakSomethingElse(String hex) throws IOException {
    try (var secured = localhost();
        var socket = secured.plain()) {
      socket.getOutputStream().write(HexFormat.of().parseHex(hex));

      // An alert may be sent before; the end comes in any case, by the deadline of 2 s at last.
      assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(64);
    } catch (SocketException reset) {
      // So does a reset.
    }
  }

  @Test
  @Timeout(30)
  void endsLinesWhoseHelloIsTooLarge() throws IOException {
    try (var secured = patientLocalhost();
        var socket = secured.plain()) {
      // A ClientHello that says that it has 40,000 bytes, and the first record of it.
      var record = ByteBuffer.allocate(5 + 16_384);
      record.put(HexFormat.of().parseHex("1603014000" + "01009c40" + "0303"));
      socket.getOutputStream().write(record.array());

      // At once, not when its time is over.
      assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(64);
    } catch (SocketException reset) {
      // So does a reset.
    }
  }

  @Test
  void endsLinesThatEndWithinTheHandshake() throws IOException {
    try (var secured = patientLocalhost();
        var socket = secured.plain()) {
      socket.getOutputStream().write(HexFormat.of().parseHex("1603010100" + "010000"));
      socket.shutdownOutput();

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void certificatesWithoutNamesAreServedToEverybody() throws Exception {
    var bundle =
        new CertificateBuilder()
            .algorithm(CertificateBuilder.Algorithm.ed25519)
            .subject("CN=nameless")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    var chain = authority.write("nameless", bundle.getCertificatePEM());
    var key = authority.write("nameless-key", bundle.getPrivateKeyPEM());
    try (var secured = Secured.start(tls -> tls.certificate(chain, key).engine(TlsEngine.JDK))) {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {bundle.toTrustManager()}, null);

      assertThat(secured.certificateFor(context, "any.example")).isEqualTo(bundle.getCertificate());
    }
  }

  @Test
  void cutsOffWhoComesWhereLinesTakeAsMuchMemoryAsTheyMay() throws IOException {
    var app =
        Secured.app(tls -> tls.certificate(localhost.chain(), localhost.key()))
            .config(config ->
                config
                    .handshakeTimeout(Duration.ofMinutes(5))
                    .limits(limits -> limits.maxConnectionBytes(1024 * 1024)));
    var silent = new ArrayList<Socket>();
    try (var secured = Secured.start(app)) {
      // With eight KiB for each, these are more than fit.
      while (secured.server().limitHits(Limit.CONNECTION_MEMORY) == 0 && silent.size() < 200) {
        silent.add(secured.plain());
      }
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (secured.server().limitHits(Limit.CONNECTION_MEMORY) == 0
          && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }

      assertThat(secured.server().limitHits(Limit.CONNECTION_MEMORY)).isPositive();
    } finally {
      for (var socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void endsLinesOnWhichNothingComes() throws IOException {
    try (var secured = localhost();
        var socket = secured.plain()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void endsLinesOnWhichNothingComesAfterTheHandshake() throws IOException {
    try (var secured = localhost();
        var socket = secured.connect(authority.clientContext(), "localhost")) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void clientsThatDoNotKnowTheAuthorityTurnAway() {
    try (var secured = localhost()) {
      var other = new Authority(folder, "Other");

      assertThatThrownBy(() -> secured.get(other.clientContext(), "/who"))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PKCS12", "JKS"})
  void servesEveryEntryOfAKeystore(String type) throws IOException {
    var other = authority.rsaServer("other.example");
    var store = authority.keystore(type, List.of(localhost, other));
    try (var secured = Secured.start(tls -> tls.keystore(store).keystorePassword("changeit"))) {
      // A new context for each: Java's client asks for the name of the session that it resumes.
      assertThat(secured.certificateFor(authority.clientContext(), "localhost"))
          .isEqualTo(localhost.certificate());
      assertThat(secured.certificateFor(authority.clientContext(), "other.example"))
          .isEqualTo(other.certificate());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "OPENSSL"})
  void choosesTheCertificateByTheNameThatIsAskedFor(TlsEngine engine) throws IOException {
    var exact = authority.server("chat.example.com");
    var wildcard = authority.server("*.example.com");
    try (var secured =
        Secured.start(tls ->
            tls.certificate(localhost.chain(), localhost.key())
                .certificate(exact.chain(), exact.key())
                .certificate(wildcard.chain(), wildcard.key())
                .engine(engine))) {
      // A new context for each: Java's client asks for the name of the session that it resumes.
      assertThat(secured.certificateFor(authority.clientContext(), "CHAT.example.com"))
          .isEqualTo(exact.certificate());
      assertThat(secured.certificateFor(authority.clientContext(), "x.example.com"))
          .isEqualTo(wildcard.certificate());
      assertThat(secured.certificateFor(authority.clientContext(), "a.b.example.com"))
          .isEqualTo(localhost.certificate());
      assertThat(secured.certificateFor(authority.clientContext(), "intranet"))
          .isEqualTo(localhost.certificate());
      assertThat(secured.certificateFor(authority.clientContext(), "unknown.org"))
          .isEqualTo(localhost.certificate());
    }
  }
}
