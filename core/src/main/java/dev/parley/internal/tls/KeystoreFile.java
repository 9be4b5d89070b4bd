package dev.parley.internal.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A keystore: PKCS #12 or JKS, told apart by what is in it.
 *
 * @param option the option that names the file
 * @param file the file
 * @param password the password of the store and its keys
 * @param store what was read
 */
record KeystoreFile(String option, Path file, char[] password, KeyStore store) {
  /** Reads a file. */
  static KeystoreFile read(String option, Path file, Optional<String> password) {
    var passwordOption = option + "Password";
    char[] secret = password.orElse("").toCharArray();
    try {
      var store = KeyStore.getInstance(file.toFile(), secret);
      return new KeystoreFile(option, file, secret, store);
    } catch (IOException failure) {
      if (failure.getCause() instanceof UnrecoverableKeyException) {
        throw FileProblem.of(
            option,
            file,
            "which cannot be opened with its password.",
            "Set it with " + passwordOption + ".");
      }
      throw FileProblem.unreadable(option, file, failure);
    } catch (GeneralSecurityException | IllegalArgumentException unknown) {
      throw FileProblem.of(
          option, file, "which is no keystore.", "Expected an existing file, PKCS #12 or JKS.");
    }
  }

  /** The entries that have a key, in the order of their names. */
  List<ServedCertificate> served() {
    var found = new ArrayList<ServedCertificate>();
    try {
      for (var alias : aliases()) {
        if (store.getKey(alias, password) instanceof PrivateKey key) {
          var chain = Arrays.stream(store.getCertificateChain(alias));
          found.add(
              ServedCertificate.of(
                  option + " '" + file + "', entry '" + alias + "'",
                  key,
                  chain.map(X509Certificate.class::cast).toList()));
        }
      }
    } catch (GeneralSecurityException wrong) {
      throw FileProblem.of(
          option,
          file,
          "of which a key cannot be read.",
          "The keys in it must have the password of the keystore, " + option + "Password.");
    }
    if (found.isEmpty()) {
      throw FileProblem.of(
          option, file, "which holds no private key.", "Expected a certificate with its key.");
    }
    return found;
  }

  /** The certificates that are trusted. */
  List<X509Certificate> certificates() {
    var found = new ArrayList<X509Certificate>();
    try {
      for (var alias : aliases()) {
        if (store.getCertificate(alias) instanceof X509Certificate certificate) {
          found.add(certificate);
        }
      }
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("The keystore has been read.", impossible);
    }
    if (found.isEmpty()) {
      throw FileProblem.of(
          option, file, "which holds no certificate.", "Expected those of the authorities.");
    }
    return found;
  }

  private List<String> aliases() throws GeneralSecurityException {
    return Collections.list(store.aliases()).stream().sorted().toList();
  }
}
