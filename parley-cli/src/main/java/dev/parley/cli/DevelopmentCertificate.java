package dev.parley.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A certificate that vouches for itself, and its key, in two files: for development, where nobody
 * else vouches for a machine.
 *
 * @param chain the file with the certificate
 * @param key the file with the key, which only its owner may read
 */
record DevelopmentCertificate(Path chain, Path key) {
  /** The names by which a machine calls itself. */
  static final List<String> LOCAL_NAMES = List.of("localhost", "127.0.0.1", "::1");

  /** Browsers take none that is valid for longer. */
  private static final int VALID_DAYS = 397;

  private static final Duration LEAST_LEFT = Duration.ofDays(7);
  private static final String ALIAS = "parley";
  private static final String PASSWORD_VARIABLE = "PARLEY_NEW_KEYSTORE_PASSWORD";
  private static final int KEYTOOL_SECONDS = 60;
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9*][A-Za-z0-9.-]{0,252}");

  private static DevelopmentCertificate in(Path folder) {
    return new DevelopmentCertificate(
        folder.resolve("certificate.pem"), folder.resolve("certificate-key.pem"));
  }

  /** The certificate of a folder for this machine; made if there is none, or not for long. */
  static DevelopmentCertificate ofMachine(Path folder) throws IOException {
    var certificate = in(folder);
    return certificate.isUsable() ? certificate : make(folder, LOCAL_NAMES);
  }

  private boolean isUsable() {
    if (!Files.isReadable(key)) {
      return false;
    }
    try (var in = Files.newInputStream(chain)) {
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return Instant.now().plus(LEAST_LEFT).isBefore(certificate.getNotAfter().toInstant());
    } catch (IOException | GeneralSecurityException missing) {
      return false;
    }
  }

  /**
   * Makes a certificate and its key, and replaces what is there.
   *
   * @param folder where the files go
   * @param names host names and addresses that it is for
   */
  static DevelopmentCertificate make(Path folder, List<String> names) throws IOException {
    var alternatives = alternativeNames(names);
    Files.createDirectories(folder);
    var store = folder.resolve("certificate-" + ProcessHandle.current().pid() + ".p12");
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    var password = HexFormat.of().formatHex(random);
    try {
      keytool(store, password, names.getFirst(), alternatives);
      return written(
          folder, KeyStore.getInstance(store.toFile(), password.toCharArray()), password);
    } catch (GeneralSecurityException unreadable) {
      throw new IOException("The keystore that keytool has made cannot be read.", unreadable);
    } finally {
      Files.deleteIfExists(store);
    }
  }

  private static String alternativeNames(List<String> names) {
    var alternatives = new ArrayList<String>();
    for (var name : names) {
      boolean address = ADDRESS.matcher(name).matches();
      if (!address && !NAME.matcher(name).matches()) {
        throw new UserProblem(
            "'" + name + "' is no host name; expected one such as localhost or 192.168.1.5.");
      }
      alternatives.add((address ? "ip:" : "dns:") + name);
    }
    return "SAN=" + String.join(",", alternatives);
  }

  private static void keytool(Path store, String password, String subject, String alternatives)
      throws IOException {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    var builder =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=" + subject,
                    "-validity",
                    Integer.toString(VALID_DAYS),
                    "-ext",
                    alternatives,
                    "-ext",
                    "EKU=serverAuth",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass:env",
                    PASSWORD_VARIABLE))
            .redirectErrorStream(true);
    builder.environment().put(PASSWORD_VARIABLE, password);
    var process = builder.start();
    process.getOutputStream().close();
    try {
      var output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(KEYTOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new UserProblem("'" + keytool + "' could not make a certificate: " + output);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while keytool makes a certificate.", interrupted);
    } finally {
      process.destroyForcibly();
    }
  }

  private static DevelopmentCertificate written(Path folder, KeyStore store, String password)
      throws IOException, GeneralSecurityException {
    var certificate = in(folder);
    Key key = store.getKey(ALIAS, password.toCharArray());
    Certificate own = store.getCertificate(ALIAS);
    Files.deleteIfExists(certificate.key);
    Files.createFile(certificate.key, readableByOwner(folder));
    Files.writeString(certificate.key, pem("PRIVATE KEY", key.getEncoded()));
    Files.writeString(
        certificate.chain,
        pem("CERTIFICATE", own.getEncoded()),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING);
    return certificate;
  }

  private static FileAttribute<?>[] readableByOwner(Path folder) {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(
              Set.copyOf(PosixFilePermissions.fromString("rw-------")))
        }
        : new FileAttribute<?>[0];
  }

  private static String pem(String label, byte[] content) {
    var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN "
        + label
        + "-----\n"
        + encoder.encodeToString(content)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
