package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.ClientCertificates;
import dev.parley.Get;
import dev.parley.TlsEngine;
import dev.parley.WebSocket;
import dev.parley.WebSocketRoute;
import dev.parley.auth.CredentialSource;
import dev.parley.tls.Authority.Issued;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mutual TLS: who clients are. */
class ClientCertificatesTest {
  record Device(String name) {}

  @TempDir private Path folder;
  private Authority authority;
  private Issued localhost;
  private Issued sensor;

  @BeforeEach
  void issue() {
    authority = new Authority(folder, "Test");
    localhost = authority.server("localhost");
    sensor = authority.client("CN=sensor 7,O=Example");
  }

  private Secured mutual(ClientCertificates clients, TlsEngine engine) {
    return Secured.start(tls ->
        tls.certificate(localhost.chain(), localhost.key())
            .clients(clients)
            .trust(List.of(authority.file()))
            .engine(engine));
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "OPENSSL"})
  void handlersSeeTheCertificateOfTheClient(TlsEngine engine) throws IOException {
    try (var secured = mutual(ClientCertificates.REQUIRED, engine)) {
      assertThat(secured.get(authority.clientContext(sensor), "/who"))
          .isEqualTo("https CN=sensor 7,O=Example");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "OPENSSL"})
  void clientsWithoutCertificateAreRefusedWhereOneIsRequired(TlsEngine engine) {
    try (var secured = mutual(ClientCertificates.REQUIRED, engine)) {
      assertThatThrownBy(() -> secured.get(authority.clientContext(), "/who"))
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "OPENSSL"})
  void clientsOfAnotherAuthorityAreRefused(TlsEngine engine) {
    var stranger = new Authority(folder, "Other").client("CN=stranger");
    for (var clients : List.of(ClientCertificates.REQUIRED, ClientCertificates.OPTIONAL)) {
      try (var secured = mutual(clients, engine)) {
        assertThatThrownBy(() -> secured.get(authority.clientContext(stranger), "/who"))
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void clientsMayComeWithoutWhereItIsOptional() throws IOException {
    try (var secured = mutual(ClientCertificates.OPTIONAL, TlsEngine.AUTO)) {
      assertThat(secured.get(authority.clientContext(), "/who")).isEqualTo("https nobody");
      assertThat(secured.get(authority.clientContext(sensor), "/who"))
          .isEqualTo("https CN=sensor 7,O=Example");
    }
  }

  /** Handlers that take the certificate as a parameter. */
  public static final class Devices {
    @Get("/subject")
    public String subject(X509Certificate certificate) {
      return certificate.getSubjectX500Principal().getName();
    }

    @Get("/perhaps")
    public String perhaps(Optional<X509Certificate> certificate) {
      return "shown: " + certificate.isPresent();
    }
  }

  @Test
  void aCertificateIsAParameterLikeOthers() throws IOException {
    var app =
        Secured.app(tls ->
                tls.certificate(localhost.chain(), localhost.key())
                    .clients(ClientCertificates.OPTIONAL)
                    .trust(List.of(authority.file())))
            .routes(new Devices());
    try (var secured = Secured.start(app)) {
      assertThat(secured.get(authority.clientContext(sensor), "/subject"))
          .isEqualTo("CN=sensor 7,O=Example");
      assertThat(secured.get(authority.clientContext(), "/subject"))
          .contains("A client certificate is missing.");
      assertThat(secured.get(authority.clientContext(sensor), "/perhaps")).isEqualTo("shown: true");
      assertThat(secured.get(authority.clientContext(), "/perhaps")).isEqualTo("shown: false");
    }
  }

  /** A WebSocket handler that takes who the client is, as found by its certificate. */
  public static final class DeviceSockets {
    @WebSocketRoute("/device")
    public void device(WebSocket ws, Device device, X509Certificate certificate) {
      ws.sendText(device.name() + " until " + certificate.getNotAfter().toInstant());
      for (String text : ws.texts()) {
        ws.sendText(device.name() + ": " + text);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JDK", "OPENSSL"})
  void webSocketHandlersTakeTheIdentityOfTheClient(TlsEngine engine) throws Exception {
    var unknown = authority.client("CN=unknown");
    var app =
        Secured.app(tls ->
                tls.certificate(localhost.chain(), localhost.key())
                    .clients(ClientCertificates.REQUIRED)
                    .trust(List.of(authority.file()))
                    .engine(engine))
            .identity(
                Device.class,
                subject ->
                    Optional.of(subject)
                        .filter(known -> known.equals("CN=sensor 7,O=Example"))
                        .map(known -> new Device("sensor 7")),
                CredentialSource.clientCertificate())
            .routes(new DeviceSockets());
    try (var secured = Secured.start(app);
        var client = clientWith(sensor);
        var stranger = clientWith(unknown)) {
      try (var ws = secured.websocket(client, "/device")) {
        assertThat(ws.next())
            .isEqualTo("sensor 7 until " + sensor.certificate().getNotAfter().toInstant());
        ws.send("21 degrees");
        assertThat(ws.next()).isEqualTo("sensor 7: 21 degrees");
      }
      // Trusted, but nobody: refused before the handshake.
      assertThatThrownBy(() -> secured.websocket(stranger, "/device"))
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(401));
    }
  }

  private HttpClient clientWith(Issued certificate) {
    return HttpClient.newBuilder().sslContext(authority.clientContext(certificate)).build();
  }

  @Test
  void certificatesAreNotAskedForByDefault() throws IOException {
    try (var secured = Secured.start(tls -> tls.certificate(localhost.chain(), localhost.key()))) {
      assertThat(secured.get(authority.clientContext(sensor), "/who")).isEqualTo("https nobody");
    }
  }

  @Test
  void aCertificateIsACredentialLikeOthers() throws Exception {
    var store = authority.keystore("PKCS12", List.of(sensor));
    var app =
        Secured.app(tls ->
                tls.certificate(localhost.chain(), localhost.key())
                    .clients(ClientCertificates.OPTIONAL)
                    .trust(List.of(store))
                    .trustPassword("changeit"))
            .identity(
                Device.class,
                name -> Optional.of(name).map(Device::new),
                CredentialSource.clientCertificate())
            .get("/device", request -> request.dependency(Device.class).name());
    try (var secured = Secured.start(app)) {
      assertThat(secured.get(authority.clientContext(sensor), "/device"))
          .isEqualTo("CN=sensor 7,O=Example");
      assertThat(secured.get(authority.clientContext(), "/device"))
          .contains("A credential is missing.");
    }
  }
}
