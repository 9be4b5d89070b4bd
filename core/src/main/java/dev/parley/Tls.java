package dev.parley;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the server speaks TLS (1.3 and 1.2): an option for each part. Set by {@link
 * ServerConfig.Builder#tls}; as a system property or environment variable each has {@code tls} in
 * front, such as {@code parley.tlsCertificates} and {@code PARLEY_TLS_CERTIFICATES}.
 *
 * <p>A server with a certificate or a keystore speaks TLS on its port, and nothing else. Files are
 * read at the start, which fails if one is not usable, and again when they change.
 */
public final class Tls {
  private final List<Path> certificates;
  private final List<Path> keys;
  private final Optional<String> keyPassword;
  private final Optional<Path> keystore;
  private final Optional<String> keystorePassword;
  private final ClientCertificates clients;
  private final List<Path> trust;
  private final Optional<String> trustPassword;
  private final TlsEngine engine;
  private final Duration reloadInterval;

  private Tls(Builder builder) {
    this.certificates = builder.certificates;
    this.keys = builder.keys;
    this.keyPassword = builder.keyPassword;
    this.keystore = builder.keystore;
    this.keystorePassword = builder.keystorePassword;
    this.clients = builder.clients;
    this.trust = builder.trust;
    this.trustPassword = builder.trustPassword;
    this.engine = builder.engine;
    this.reloadInterval = builder.reloadInterval;
  }

  /**
   * Returns the PEM files with the certificates to serve, each with its chain, the server's own
   * first. Clients get the one whose subject alternative names hold the name they ask for (SNI),
   * others the first.
   *
   * @return the option. None by default: no TLS.
   */
  public List<Path> certificates() {
    return certificates;
  }

  /**
   * Returns the PEM files (PKCS #8) with the private keys, in the order of {@link #certificates}.
   *
   * @return the option. As many as there are certificates.
   */
  public List<Path> keys() {
    return keys;
  }

  /**
   * Returns the password of the private keys in PEM files that are encrypted.
   *
   * @return the option. None by default.
   */
  public Optional<String> keyPassword() {
    return keyPassword;
  }

  /**
   * Returns the keystore (PKCS #12 or JKS) with certificates and keys to serve: every entry that
   * has a key, besides {@link #certificates}.
   *
   * @return the option. None by default.
   */
  public Optional<Path> keystore() {
    return keystore;
  }

  /**
   * Returns the password of the keystore and of the keys in it.
   *
   * @return the option. None by default.
   */
  public Optional<String> keystorePassword() {
    return keystorePassword;
  }

  /**
   * Returns whether clients show a certificate of their own; see {@link
   * Request#clientCertificate()}.
   *
   * @return the option. off, optional or required; default off.
   */
  public ClientCertificates clients() {
    return clients;
  }

  /**
   * Returns the files with the certificate authorities whose client certificates are trusted: PEM,
   * PKCS #12 or JKS.
   *
   * @return the option. Needed for {@link #clients}; none by default.
   */
  public List<Path> trust() {
    return trust;
  }

  /**
   * Returns the password of keystores among the files of {@link #trust}.
   *
   * @return the option. None by default.
   */
  public Optional<String> trustPassword() {
    return trustPassword;
  }

  /**
   * Returns what computes TLS.
   *
   * @return the option. auto, openssl or jdk; default auto.
   */
  public TlsEngine engine() {
    return engine;
  }

  /**
   * Returns how often the files are looked at; once one has changed, new connections get the new
   * certificates, and those that are open stay as they are.
   *
   * @return the option. 100 ms to 24 h, default 30 s.
   */
  public Duration reloadInterval() {
    return reloadInterval;
  }

  /** Builds the options. */
  public static final class Builder {
    private List<Path> certificates = List.of();
    private List<Path> keys = List.of();
    private Optional<String> keyPassword = Optional.empty();
    private Optional<Path> keystore = Optional.empty();
    private Optional<String> keystorePassword = Optional.empty();
    private ClientCertificates clients = ClientCertificates.OFF;
    private List<Path> trust = List.of();
    private Optional<String> trustPassword = Optional.empty();
    private TlsEngine engine = TlsEngine.AUTO;
    private Duration reloadInterval = Duration.ofSeconds(30);

    Builder() {}

    /**
     * Adds a certificate with its key; the same as an entry more of both lists.
     *
     * @param chain the PEM file with the certificate and its chain, the server's own first
     * @param key the PEM file (PKCS #8) with its private key
     * @return this builder
     */
    public Builder certificate(Path chain, Path key) {
      this.certificates = with(certificates, chain);
      this.keys = with(keys, key);
      return this;
    }

    /**
     * Sets the PEM files with the certificates to serve, each with its chain, the server's own
     * first. Clients get the one whose subject alternative names hold the name they ask for (SNI),
     * others the first.
     *
     * @param value None by default: no TLS.
     * @return this builder
     */
    public Builder certificates(List<Path> value) {
      this.certificates = List.copyOf(value);
      return this;
    }

    /**
     * Sets the PEM files (PKCS #8) with the private keys, in the order of {@link #certificates}.
     *
     * @param value As many as there are certificates.
     * @return this builder
     */
    public Builder keys(List<Path> value) {
      this.keys = List.copyOf(value);
      return this;
    }

    /**
     * Sets the password of the private keys in PEM files that are encrypted.
     *
     * @param value None by default.
     * @return this builder
     */
    public Builder keyPassword(String value) {
      this.keyPassword = Optional.of(value);
      return this;
    }

    /**
     * Sets the keystore (PKCS #12 or JKS) with certificates and keys to serve: every entry that has
     * a key, besides {@link #certificates}.
     *
     * @param value None by default.
     * @return this builder
     */
    public Builder keystore(Path value) {
      this.keystore = Optional.of(value);
      return this;
    }

    /**
     * Sets the password of the keystore and of the keys in it.
     *
     * @param value None by default.
     * @return this builder
     */
    public Builder keystorePassword(String value) {
      this.keystorePassword = Optional.of(value);
      return this;
    }

    /**
     * Sets whether clients show a certificate of their own; see {@link
     * Request#clientCertificate()}.
     *
     * @param value off, optional or required; default off.
     * @return this builder
     */
    public Builder clients(ClientCertificates value) {
      this.clients = value;
      return this;
    }

    /**
     * Sets the files with the certificate authorities whose client certificates are trusted: PEM,
     * PKCS #12 or JKS.
     *
     * @param value Needed for {@link #clients}; none by default.
     * @return this builder
     */
    public Builder trust(List<Path> value) {
      this.trust = List.copyOf(value);
      return this;
    }

    /**
     * Sets the password of keystores among the files of {@link #trust}.
     *
     * @param value None by default.
     * @return this builder
     */
    public Builder trustPassword(String value) {
      this.trustPassword = Optional.of(value);
      return this;
    }

    /**
     * Sets what computes TLS.
     *
     * @param value auto, openssl or jdk; default auto.
     * @return this builder
     */
    public Builder engine(TlsEngine value) {
      this.engine = value;
      return this;
    }

    /**
     * Sets how often the files are looked at; once one has changed, new connections get the new
     * certificates, and those that are open stay as they are.
     *
     * @param value 100 ms to 24 h, default 30 s.
     * @return this builder
     */
    public Builder reloadInterval(Duration value) {
      this.reloadInterval =
          OptionText.requireRange(
              "tlsReloadInterval", value, Duration.ofMillis(100), Duration.ofHours(24));
      return this;
    }

    void applyOverrides() {
      OptionText.list(
          "tlsCertificates", names -> certificates(names.stream().map(Path::of).toList()));
      OptionText.list("tlsKeys", names -> keys(names.stream().map(Path::of).toList()));
      OptionText.text("tlsKeyPassword", this::keyPassword);
      OptionText.text("tlsKeystore", name -> keystore(Path.of(name)));
      OptionText.text("tlsKeystorePassword", this::keystorePassword);
      OptionText.choice("tlsClients", ClientCertificates.class, this::clients);
      OptionText.list("tlsTrust", names -> trust(names.stream().map(Path::of).toList()));
      OptionText.text("tlsTrustPassword", this::trustPassword);
      OptionText.choice("tlsEngine", TlsEngine.class, this::engine);
      OptionText.duration("tlsReloadInterval", this::reloadInterval);
    }

    Tls build() {
      if (certificates.size() != keys.size()) {
        throw new ConfigurationException(
            "tlsCertificates names "
                + certificates.size()
                + " files and tlsKeys "
                + keys.size()
                + "; expected one key file for each certificate file, in the same order.");
      }
      if (clients != ClientCertificates.OFF && (trust.isEmpty() || !isOn())) {
        throw new ConfigurationException(
            "tlsClients asks clients for certificates, which needs a certificate of the server"
                + " (tlsCertificates and tlsKeys, or tlsKeystore) and the authorities that are"
                + " trusted (tlsTrust).");
      }
      return new Tls(this);
    }

    private boolean isOn() {
      return !certificates.isEmpty() || keystore.isPresent();
    }

    private static List<Path> with(List<Path> paths, Path more) {
      return Stream.concat(paths.stream(), Stream.of(more)).toList();
    }
  }
}
