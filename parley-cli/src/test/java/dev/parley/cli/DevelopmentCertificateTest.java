package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DevelopmentCertificateTest {
  @TempDir private Path folder;

  private static X509Certificate read(Path file) throws Exception {
    try (var in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  @Test
  void isForThisMachineAndForAboutAYear() throws Exception {
    var certificate = DevelopmentCertificate.ofMachine(folder);

    var own = read(certificate.chain());
    assertThat(own.getSubjectAlternativeNames().stream().map(name -> name.get(1).toString()))
        .hasSize(3)
        .contains("localhost", "127.0.0.1");
    assertThat(own.getNotAfter().toInstant())
        .isBetween(
            Instant.now().plus(390, ChronoUnit.DAYS), Instant.now().plus(398, ChronoUnit.DAYS));
  }

  @Test
  void keyIsForItsOwnerOnlyAndNothingElseStays() throws Exception {
    var certificate = DevelopmentCertificate.ofMachine(folder);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(certificate.key())))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(certificate.chain(), certificate.key());
    }
  }

  @Test
  void isMadeOnceAndAgainWhereAFileIsGone() throws Exception {
    var first = read(DevelopmentCertificate.ofMachine(folder).chain());
    var second = read(DevelopmentCertificate.ofMachine(folder).chain());
    Files.delete(folder.resolve("certificate-key.pem"));
    var third = read(DevelopmentCertificate.ofMachine(folder).chain());

    assertThat(second).isEqualTo(first);
    assertThat(third).isNotEqualTo(first);
  }

  @Test
  void namesThatAreNoneAreRefused() {
    assertThatThrownBy(() -> DevelopmentCertificate.make(folder, List.of("a,ip:1.2.3.4")))
        .isInstanceOf(UserProblem.class)
        .hasMessage(
            "'a,ip:1.2.3.4' is no host name; expected one such as localhost or 192.168.1.5.");
  }

  @Test
  void commandMakesOneForOtherNames() throws Exception {
    var out = new StringWriter();

    int exitCode =
        ParleyCommand.commandLine()
            .setOut(new PrintWriter(out))
            .execute(
                "certificate",
                "--out",
                folder.toString(),
                "--name",
                "a.test",
                "--name",
                "10.0.0.1");

    assertThat(exitCode).isZero();
    assertThat(out.toString())
        .contains("PARLEY_TLS_CERTIFICATES=" + folder.resolve("certificate.pem"))
        .contains("PARLEY_TLS_KEYS=" + folder.resolve("certificate-key.pem"));
    assertThat(
            read(folder.resolve("certificate.pem")).getSubjectAlternativeNames().stream()
                .map(name -> name.get(1).toString()))
        .containsExactlyInAnyOrder("a.test", "10.0.0.1");
  }

  @Test
  void programsSpeakTlsWithIt() throws Exception {
    var file =
        Sources.write(
            folder,
            "Secure.java",
            """
            import dev.parley.*;

            void main() {
              Parley.create()
                  .get("/", request -> request.scheme() + " " + request.httpVersion())
                  .run();
            }
            """);
    try (var process =
        ParleyProcess.startWith(
            Map.of("XDG_CACHE_HOME", folder.toString()),
            "run",
            "--tls",
            "--port",
            "0",
            file.toString())) {
      var server = process.awaitServer(1);

      assertThat(server).hasScheme("https");
      try (var client = HttpClient.newBuilder().sslContext(trusting()).build()) {
        var answer =
            client.send(
                HttpRequest.newBuilder(server).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("https HTTP/2");
      }
    }
  }

  private SSLContext trusting() throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("own", read(folder.resolve("parley/certificate.pem")));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
