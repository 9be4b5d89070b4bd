package dev.parley.internal.tls;

import dev.parley.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A certificate to serve.
 *
 * @param source where it comes from, in words
 * @param key its private key
 * @param chain the certificate, and those that vouch for it
 */
record ServedCertificate(String source, PrivateKey key, List<X509Certificate> chain) {
  /** The kind of a general name that is a DNS name (RFC 5280, section 4.2.1.6). */
  private static final Integer DNS_NAME = 2;

  /**
   * Puts a certificate and its key together.
   *
   * @throws ConfigurationException if they do not fit
   */
  static ServedCertificate of(String source, PrivateKey key, List<X509Certificate> chain) {
    if (!fits(key, chain.getFirst().getPublicKey())) {
      throw new ConfigurationException(
          source
              + ": the key is not that of the certificate.\n  Expected the key that the"
              + " certificate was made with; the server's own certificate comes first in its"
              + " file.");
    }
    return new ServedCertificate(source, key, List.copyOf(chain));
  }

  X509Certificate own() {
    return chain.getFirst();
  }

  /** The DNS names that it is for, in lower case; one may start with a wildcard. */
  List<String> names() {
    try {
      var names = own().getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> DNS_NAME.equals(name.getFirst()))
              .map(name -> Objects.requireNonNull((String) name.get(1)).toLowerCase(Locale.ROOT))
              .toList();
    } catch (CertificateParsingException damaged) {
      return List.of();
    }
  }

  private static boolean fits(PrivateKey key, PublicKey certified) {
    byte[] sample = "Is it the key of the certificate?".getBytes(StandardCharsets.UTF_8);
    try {
      var algorithm =
          switch (certified.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case String other -> other;
          };
      var signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(sample);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(sample);
      return signature.verify(signed);
    } catch (GeneralSecurityException unfit) {
      return false;
    }
  }
}
