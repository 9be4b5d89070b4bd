package dev.parley.auth;

import java.util.Optional;

/**
 * Tells who a credential belongs to. Called on virtual threads, many at a time; it may block.
 *
 * @param <I> the type of the identity, an ordinary parameter of handlers
 */
@FunctionalInterface
public interface Authenticator<I> {
  /**
   * Checks a credential.
   *
   * @param credential the token, session key or ticket as the client sent it
   * @return the identity, or empty if the credential is not valid
   */
  Optional<I> authenticate(String credential);
}
