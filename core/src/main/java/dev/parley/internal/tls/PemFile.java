package dev.parley.internal.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The text encoding of certificates and keys (RFC 7468).
 *
 * @param option the option that names the file
 * @param file the file
 * @param blocks what it holds, in order
 */
record PemFile(String option, Path file, List<Block> blocks) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  /** What stands between two lines of dashes. */
  record Block(String label, byte[] content) {}

  /** Reads a file. */
  static PemFile read(String option, Path file) {
    try {
      var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      var blocks = new ArrayList<Block>();
      var matcher = BLOCK.matcher(text);
      while (matcher.find()) {
        // Headers of old encrypted keys are no base64; their label tells what they are.
        blocks.add(new Block(matcher.group(1), decoded(matcher.group(2))));
      }
      return new PemFile(option, file, List.copyOf(blocks));
    } catch (IOException failure) {
      throw FileProblem.unreadable(option, file, failure);
    }
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException damaged) {
      return new byte[0];
    }
  }

  /** The certificates, at least one, in order. */
  List<X509Certificate> certificates() {
    var found = new ArrayList<X509Certificate>();
    try {
      var factory = CertificateFactory.getInstance("X.509");
      for (var block : blocks) {
        if (block.label().endsWith("CERTIFICATE")) {
          found.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(block.content())));
        }
      }
    } catch (CertificateException damaged) {
      throw problem("in which a certificate is damaged.", "Make the file anew.");
    }
    if (found.isEmpty()) {
      throw problem(
          "which holds no certificate.",
          "Expected PEM text: '-----BEGIN CERTIFICATE-----' and so on.");
    }
    return List.copyOf(found);
  }

  /**
   * The private key.
   *
   * @param algorithm the algorithm of the certificate that it belongs to
   * @param password the password if it is encrypted
   */
  PrivateKey privateKey(String algorithm, Optional<String> password) {
    for (var block : blocks) {
      switch (block.label()) {
        case "PRIVATE KEY" -> {
          return key(new PKCS8EncodedKeySpec(block.content()), algorithm);
        }
        case "ENCRYPTED PRIVATE KEY" -> {
          return key(decrypted(block.content(), password), algorithm);
        }
        case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
            throw problem(
                "which holds a key in an old format ('" + block.label() + "').",
                "Convert it: openssl pkcs8 -topk8 -nodes -in '" + file + "' -out new-key.pem");
        default -> {
          // Certificates and parameters may stand beside the key.
        }
      }
    }
    throw problem(
        "which holds no private key.",
        "Expected PEM text of PKCS #8: '-----BEGIN PRIVATE KEY-----' and so on.");
  }

  private PrivateKey key(PKCS8EncodedKeySpec encoded, String algorithm) {
    try {
      return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
    } catch (InvalidKeySpecException unfit) {
      throw problem(
          "which holds no key of the algorithm of the certificate, " + algorithm + ".",
          "Expected the key that the certificate was made with.");
    } catch (GeneralSecurityException unknown) {
      throw problem(
          "whose algorithm " + algorithm + " this Java does not know.",
          "Expected RSA, EC or EdDSA.");
    }
  }

  private PKCS8EncodedKeySpec decrypted(byte[] encrypted, Optional<String> password) {
    char[] secret =
        password
            .orElseThrow(() ->
                problem(
                    "which holds an encrypted key.",
                    "Set its password with tlsKeyPassword, best as the environment variable"
                        + " PARLEY_TLS_KEY_PASSWORD."))
            .toCharArray();
    try {
      var info = new EncryptedPrivateKeyInfo(encrypted);
      var factory = SecretKeyFactory.getInstance(info.getAlgName());
      return info.getKeySpec(factory.generateSecret(new PBEKeySpec(secret)));
    } catch (IOException | GeneralSecurityException wrong) {
      throw problem(
          "whose key cannot be decrypted.", "Is tlsKeyPassword the password of this key?");
    }
  }

  private RuntimeException problem(String problem, String remedy) {
    return FileProblem.of(option, file, problem, remedy);
  }
}
