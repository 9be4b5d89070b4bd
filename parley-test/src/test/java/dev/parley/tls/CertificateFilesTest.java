package dev.parley.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.ClientCertificates;
import dev.parley.ConfigurationException;
import dev.parley.Tls;
import dev.parley.tls.Authority.Issued;
import io.netty.pkitesting.CertificateBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.KeyStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Files that are not usable fail the start, and say why and what to do. */
class CertificateFilesTest {
  @TempDir private Path folder;
  private Authority authority;
  private Issued localhost;

  @BeforeEach
  void issue() {
    authority = new Authority(folder, "Test");
    localhost = authority.server("localhost");
  }

  private static void refuses(UnaryOperator<Tls.Builder> tls, String... parts) {
    assertThatThrownBy(() -> Secured.start(tls).close())
        .isInstanceOf(ConfigurationException.class)
        .message()
        .contains(parts);
  }

  private void refusesKey(String text, String... parts) {
    var key = authority.write("bad-key", text);
    refuses(tls -> tls.certificate(localhost.chain(), key), parts);
  }

  @Test
  void filesMustExist() {
    var missing = folder.resolve("missing.pem");

    refuses(
        tls -> tls.certificate(missing, localhost.key()),
        "tlsCertificates names '" + missing + "', which does not exist.",
        "the path counts from");
    refuses(
        tls -> tls.certificate(localhost.chain(), missing),
        "tlsKeys names '" + missing + "', which does not exist.");
    refuses(
        tls -> tls.keystore(missing), "tlsKeystore names '" + missing + "', which is no keystore.");
    refuses(
        tls ->
            tls.certificate(localhost.chain(), localhost.key())
                .clients(ClientCertificates.REQUIRED)
                .trust(List.of(missing)),
        "tlsTrust names '" + missing + "'");
    refuses(tls -> tls.certificate(folder, localhost.key()), "which cannot be read");
  }

  @Test
  void filesMustHoldWhatTheyAreFor() throws IOException {
    refuses(
        tls -> tls.certificate(localhost.key(), localhost.key()), "which holds no certificate.");
    refuses(
        tls -> tls.certificate(localhost.chain(), localhost.chain()),
        "which holds no private key.");
    refuses(tls -> tls.keystore(localhost.chain()), "which is no keystore.");
    var text = Files.readString(localhost.chain());
    var damaged = authority.write("damaged", text.replace("MII", "MIJ"));
    refuses(tls -> tls.certificate(damaged, localhost.key()), "a certificate is damaged");
    refusesKey("-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n", "holds no key");
  }

  @Test
  void keysMustBelongToTheirCertificates() {
    var other = authority.server("other");
    var rsa = authority.rsaServer("rsa");

    refuses(
        tls -> tls.certificate(localhost.chain(), other.key()),
        "the key is not that of the certificate");
    refuses(
        tls -> tls.certificate(localhost.chain(), rsa.key()),
        "holds no key of the algorithm of the certificate, EC");
  }

  @Test
  void keysInOldFormatsAreRefusedWithTheCommandThatConvertsThem() {
    refusesKey(
        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
        "a key in an old format ('RSA PRIVATE KEY')",
        "openssl pkcs8 -topk8 -nodes -in");
  }

  @Test
  void encryptedKeysNeedTheirPassword() throws Exception {
    var encrypted = authority.write("encrypted", encrypted("secret"));
    var older = authority.write("older", encryptedBefore2000("secret"));
    Secured.start(tls -> tls.certificate(localhost.chain(), older).keyPassword("secret")).close();

    refuses(
        tls -> tls.certificate(localhost.chain(), encrypted),
        "holds an encrypted key",
        "PARLEY_TLS_KEY_PASSWORD");
    refuses(
        tls -> tls.certificate(localhost.chain(), encrypted).keyPassword("wrong"),
        "cannot be decrypted");
    try (var secured =
        Secured.start(tls -> tls.certificate(localhost.chain(), encrypted).keyPassword("secret"))) {
      assertThat(secured.get(authority.clientContext(), "/who")).isEqualTo("https nobody");
    }
  }

  /** By PKCS #12 itself rather than PBES2. */
  private String encryptedBefore2000(String password) throws Exception {
    var scheme = "PBEWithSHA1AndDESede";
    var key =
        SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(password.toCharArray()));
    var cipher = Cipher.getInstance(scheme);
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] secret = cipher.doFinal(localhost.bundle().getKeyPair().getPrivate().getEncoded());
    return pem(new EncryptedPrivateKeyInfo(cipher.getParameters(), secret).getEncoded());
  }

  private static String pem(byte[] info) {
    return "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(info)
        + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
  }

  private String encrypted(String password) throws Exception {
    var scheme = "PBEWithHmacSHA256AndAES_256";
    var key =
        SecretKeyFactory.getInstance(scheme).generateSecret(new PBEKeySpec(password.toCharArray()));
    var cipher = Cipher.getInstance(scheme);
    cipher.init(Cipher.ENCRYPT_MODE, key);
    byte[] secret = cipher.doFinal(localhost.bundle().getKeyPair().getPrivate().getEncoded());
    var parameters = AlgorithmParameters.getInstance("PBES2");
    parameters.init(cipher.getParameters().getEncoded());
    byte[] info = new EncryptedPrivateKeyInfo(parameters, secret).getEncoded();
    return pem(info);
  }

  @Test
  void keystoresNeedTheirPassword() {
    var store = authority.keystore("PKCS12", List.of(localhost));

    refuses(
        tls -> tls.keystore(store).keystorePassword("wrong"),
        "cannot be opened with its password",
        "tlsKeystorePassword");
  }

  @Test
  void keystoresMustHoldWhatTheyAreFor() throws Exception {
    var whole = authority.keystore("PKCS12", List.of(localhost));
    var cut = Files.write(folder.resolve("cut"), Arrays.copyOf(Files.readAllBytes(whole), 500));
    var keyless = authority.keystore("JKS", List.of());
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    var empty = folder.resolve("empty");
    try (var out = Files.newOutputStream(empty)) {
      store.store(out, "changeit".toCharArray());
    }

    refuses(
        tls -> tls.keystore(cut).keystorePassword("changeit"), "tlsKeystore names '" + cut + "'");
    refuses(
        tls -> tls.keystore(keyless).keystorePassword("changeit"), "which holds no private key.");
    refuses(
        tls -> tls.keystore(whole).keystorePassword("changeit").trust(List.of(empty)),
        "tlsTrust names '" + empty + "', which holds no certificate.");
    refuses(
        tls ->
            tls.keystore(whole)
                .keystorePassword("changeit")
                .trust(List.of(empty))
                .trustPassword("changeit"),
        "tlsTrust names '" + empty + "', which holds no certificate.");
  }

  @Test
  void certificatesOutOfTimeAreServedAndWarnedOf() throws Exception {
    var log = new ListAppender<ILoggingEvent>();
    var logger = (Logger) LoggerFactory.getLogger("dev.parley.tls");
    logger.setLevel(Level.WARN);
    logger.addAppender(log);
    log.start();
    var now = Instant.now();
    try {
      for (long days : new long[] {-20, 20}) {
        var bundle =
            new CertificateBuilder()
                .ecp256()
                .subject("CN=late")
                .notBefore(now.plus(days - 10, ChronoUnit.DAYS))
                .notAfter(now.plus(days + 10, ChronoUnit.DAYS))
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        var chain = authority.write("late", bundle.getCertificatePEM());
        var key = authority.write("late-key", bundle.getPrivateKeyPEM());
        Secured.start(tls -> tls.certificate(chain, key)).close();
      }
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }

    assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
        .anyMatch(line -> line.contains("the certificate has expired on"))
        .anyMatch(line -> line.contains("the certificate is not valid yet"));
  }

  @Test
  void optionsMustFitTogether() {
    refuses(
        tls -> tls.clients(ClientCertificates.OPTIONAL).trust(List.of(authority.file())),
        "which needs a certificate of the server");
    refuses(
        tls -> tls.certificates(List.of(localhost.chain())),
        "tlsCertificates names 1 files and tlsKeys 0;");
    refuses(
        tls ->
            tls.certificate(localhost.chain(), localhost.key())
                .clients(ClientCertificates.REQUIRED),
        "tlsTrust");
    refuses(tls -> tls.clients(ClientCertificates.OPTIONAL), "tlsClients");
  }

  @Test
  void propertiesSetWhatCodeDoesNot() throws IOException {
    System.setProperty("parley.tlsCertificates", localhost.chain().toString());
    System.setProperty("parley.tlsKeys", localhost.key().toString());
    System.setProperty("parley.tlsEngine", "jdk");
    try (var secured = Secured.start(tls -> tls)) {
      assertThat(secured.get(authority.clientContext(), "/who")).isEqualTo("https nobody");
    } finally {
      System.clearProperty("parley.tlsCertificates");
      System.clearProperty("parley.tlsKeys");
      System.clearProperty("parley.tlsEngine");
    }
  }
}
