package dev.parley.internal.tls;

import dev.parley.ConfigurationException;
import dev.parley.Http2;
import dev.parley.ServerConfig;
import dev.parley.Tls;
import dev.parley.TlsEngine;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What one reading of the files has given: a context of TLS for each certificate. */
final class Generation {
  private final List<ServedCertificate> certificates;
  private final List<SslContext> contexts = new ArrayList<>();
  private final Map<String, SslContext> byName = new HashMap<>();

  private Generation(List<ServedCertificate> certificates) {
    this.certificates = certificates;
  }

  /**
   * Reads the files.
   *
   * @throws ConfigurationException if one of them is not usable
   */
  static Generation read(ServerConfig config) {
    var generation = new Generation(served(config.tls()));
    try {
      for (var certificate : generation.certificates) {
        generation.add(certificate, context(config, certificate));
      }
    } catch (ConfigurationException unusable) {
      generation.release();
      throw unusable;
    }
    return generation;
  }

  private void add(ServedCertificate certificate, SslContext context) {
    contexts.add(context);
    certificate.names().forEach(name -> byName.putIfAbsent(name, context));
  }

  List<ServedCertificate> certificates() {
    return certificates;
  }

  /** The context of the certificate for a host name; that of the first where none is for it. */
  SslContext context(@Nullable String host) {
    if (host == null || contexts.size() == 1) {
      return contexts.getFirst();
    }
    var name = host.toLowerCase(Locale.ROOT);
    var exact = byName.get(name);
    if (exact != null) {
      return exact;
    }
    // A wildcard stands for one label, the leftmost (RFC 9525, section 6.3).
    int dot = name.indexOf('.');
    var wildcard = dot < 0 ? null : byName.get("*" + name.substring(dot));
    return wildcard == null ? contexts.getFirst() : wildcard;
  }

  /** Gives native memory back once the last connection has ended. */
  void release() {
    contexts.forEach(ReferenceCountUtil::release);
  }

  private static List<ServedCertificate> served(Tls tls) {
    var served = new ArrayList<ServedCertificate>();
    for (int i = 0; i < tls.certificates().size(); i++) {
      var chain = PemFile.read("tlsCertificates", tls.certificates().get(i)).certificates();
      var algorithm = chain.getFirst().getPublicKey().getAlgorithm();
      var key = PemFile.read("tlsKeys", tls.keys().get(i)).privateKey(algorithm, tls.keyPassword());
      var source =
          "tlsCertificates '" + tls.certificates().get(i) + "' and '" + tls.keys().get(i) + "'";
      served.add(ServedCertificate.of(source, key, chain));
    }
    tls.keystore()
        .ifPresent(file ->
            served.addAll(KeystoreFile.read("tlsKeystore", file, tls.keystorePassword()).served()));
    return List.copyOf(served);
  }

  private static SslContext context(ServerConfig config, ServedCertificate certificate) {
    var chain = certificate.chain().toArray(X509Certificate[]::new);
    var builder =
        SslContextBuilder.forServer(certificate.key(), chain)
            .sslProvider(provider(config.tls().engine()))
            .protocols("TLSv1.3", "TLSv1.2")
            .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
            .applicationProtocolConfig(applicationProtocols(config.http2()))
            .clientAuth(clientAuth(config.tls()));
    if (!config.tls().trust().isEmpty()) {
      builder.trustManager(trusted(config.tls()).toArray(X509Certificate[]::new));
    }
    try {
      return builder.build();
    } catch (SSLException unusable) {
      throw new ConfigurationException(
          certificate.source()
              + " cannot be served: "
              + unusable.getMessage()
              + "\n  Expected a certificate of RSA, EC or EdDSA; tlsEngine=jdk may know more.");
    }
  }

  private static SslProvider provider(TlsEngine engine) {
    return switch (engine) {
      case JDK -> SslProvider.JDK;
      case AUTO -> OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
      case OPENSSL -> {
        if (!OpenSsl.isAvailable()) {
          throw new ConfigurationException(
              "tlsEngine is openssl, whose library cannot be used: "
                  + OpenSsl.unavailabilityCause().getMessage()
                  + "\n  Add io.netty:netty-tcnative-boringssl-static with the classifier of the"
                  + " platform, such as linux-x86_64, or choose tlsEngine=jdk.");
        }
        yield SslProvider.OPENSSL_REFCNT;
      }
    };
  }

  private static ApplicationProtocolConfig applicationProtocols(Http2 http2) {
    var names =
        http2 == Http2.OFF
            ? List.of(ApplicationProtocolNames.HTTP_1_1)
            : List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);
    return new ApplicationProtocolConfig(
        Protocol.ALPN,
        SelectorFailureBehavior.NO_ADVERTISE,
        SelectedListenerFailureBehavior.ACCEPT,
        names);
  }

  private static ClientAuth clientAuth(Tls tls) {
    return switch (tls.clients()) {
      case OFF -> ClientAuth.NONE;
      case OPTIONAL -> ClientAuth.OPTIONAL;
      case REQUIRED -> ClientAuth.REQUIRE;
    };
  }

  private static List<X509Certificate> trusted(Tls tls) {
    var trusted = new ArrayList<X509Certificate>();
    for (var file : tls.trust()) {
      var pem = PemFile.read("tlsTrust", file);
      trusted.addAll(
          pem.blocks().isEmpty() && tls.trustPassword().isPresent()
              ? KeystoreFile.read("tlsTrust", file, tls.trustPassword()).certificates()
              : pem.certificates());
    }
    return trusted;
  }
}
