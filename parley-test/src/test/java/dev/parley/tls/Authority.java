package dev.parley.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** An authority of a test, which issues certificates and writes them to files. */
public final class Authority {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;
  private final X509Bundle root;

  /** A certificate and its key, in files and in memory. */
  public record Issued(Path chain, Path key, X509Bundle bundle) {
    public X509Certificate certificate() {
      return bundle.getCertificate();
    }
  }

  public Authority(Path folder, String name) {
    this.folder = folder;
    this.root =
        made(() ->
            new CertificateBuilder()
                .ecp256()
                .subject("CN=" + name)
                .setIsCertificateAuthority(true)
                .buildSelfSigned());
  }

  /** Its own certificate, in a file. */
  public Path file() {
    return write("authority-" + root.getCertificate().getSerialNumber(), root.getCertificatePEM());
  }

  /** Issues a certificate for host names; the files are named after the first. */
  public Issued server(String... names) {
    return issue(names[0], new CertificateBuilder().ecp256(), names);
  }

  Issued rsaServer(String... names) {
    return issue(names[0] + "-rsa", new CertificateBuilder().rsa2048(), names);
  }

  public Issued client(String subject) {
    var builder =
        new CertificateBuilder().ecp256().subject(subject).addExtendedKeyUsageClientAuth();
    return written("client", made(() -> builder.buildIssuedBy(root)));
  }

  private Issued issue(String file, CertificateBuilder builder, String... names) {
    builder.subject("CN=" + names[0]).addExtendedKeyUsageServerAuth();
    builder.addExtensionOctetString("2.5.29.17", false, dnsNames(names));
    return written(file, made(() -> builder.buildIssuedBy(root)));
  }

  /** Subject alternative names (RFC 5280, section 4.2.1.6), wildcards too. */
  private static byte[] dnsNames(String... names) {
    var der = new ByteArrayOutputStream();
    for (var name : names) {
      der.write(0x82);
      der.write(name.length());
      der.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    }
    var sequence = new ByteArrayOutputStream();
    sequence.write(0x30);
    sequence.write(der.size());
    sequence.writeBytes(der.toByteArray());
    return sequence.toByteArray();
  }

  private Issued written(String name, X509Bundle bundle) {
    var file = name.replace('*', '_');
    return new Issued(
        write(file + "-chain", bundle.getCertificatePathPEM()),
        write(file + "-key", bundle.getPrivateKeyPEM()),
        bundle);
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name + ".pem"), text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Writes a keystore with an entry for each certificate. */
  Path keystore(String type, List<Issued> entries) {
    return made(() -> {
      var store = KeyStore.getInstance(type);
      store.load(null, null);
      for (int i = 0; i < entries.size(); i++) {
        var bundle = entries.get(i).bundle();
        store.setKeyEntry(
            "entry" + i,
            bundle.getKeyPair().getPrivate(),
            PASSWORD,
            bundle.getCertificatePathWithRoot());
      }
      store.setCertificateEntry("authority", root.getCertificate());
      var file = folder.resolve("store." + type);
      try (var out = Files.newOutputStream(file)) {
        store.store(out, PASSWORD);
      }
      return file;
    });
  }

  /** What a client trusts: this authority. */
  public SSLContext clientContext() {
    return clientContext(null);
  }

  /** The same, with a certificate of the client's own. */
  public SSLContext clientContext(@Nullable Issued own) {
    return made(() -> {
      var keys = own == null ? new KeyManager[0] : new KeyManager[] {new Insisting(own)};
      var context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {root.toTrustManager()}, null);
      return context;
    });
  }

  /** Shows its certificate whomever the server trusts. */
  private static final class Insisting extends X509ExtendedKeyManager {
    private final Issued own;

    private Insisting(Issued own) {
      this.own = own;
    }

    @Override
    public String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return "own";
    }

    @Override
    public String chooseEngineClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
      return "own";
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return own.bundle().getCertificatePath();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return own.bundle().getKeyPair().getPrivate();
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
      return new String[] {"own"};
    }

    @Override
    public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
      return new String[0];
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }

  private interface Making<T> {
    T make() throws Exception;
  }

  private static <T> T made(Making<T> making) {
    try {
      return making.make();
    } catch (Exception failure) {
      throw new IllegalStateException("A certificate could not be made.", failure);
    }
  }
}
