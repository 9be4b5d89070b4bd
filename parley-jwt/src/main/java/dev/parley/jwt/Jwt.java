package dev.parley.jwt;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A verified token (RFC 7519).
 *
 * @param subject whom it speaks of: the claim {@code sub}
 * @param expiresAt when it expires: the claim {@code exp}
 * @param claims every claim by its name
 */
public record Jwt(String subject, Instant expiresAt, Map<String, @Nullable Object> claims) {
  /**
   * Returns a claim that is text.
   *
   * @param name the name
   * @return the text; empty if the claim is missing or no text
   */
  public Optional<String> text(String name) {
    return claims.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** Returns the subject only: claims may be private. */
  @Override
  public String toString() {
    return "Jwt of " + subject;
  }
}
