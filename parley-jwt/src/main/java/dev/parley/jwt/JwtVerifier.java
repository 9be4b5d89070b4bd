package dev.parley.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.ImmutableSecret;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.parley.auth.Authenticator;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies JSON Web Tokens: signature, issuer, audience, expiry. Safe to use from any thread.
 *
 * <p>The algorithm is fixed here and never taken from the token (RFC 8725, section 3.1); unsigned
 * tokens are never accepted. Clocks may differ by 60 seconds. {@code exp} and {@code sub} are
 * required.
 *
 * <pre>{@code
 * app.identity(Jwt.class, JwtVerifier.jwks(keys, "RS256").issuer("https://id.example.com").audience("chat"),
 *     CredentialSource.subprotocol("bearer"), CredentialSource.bearer());
 * }</pre>
 */
public final class JwtVerifier implements Authenticator<Jwt> {
  private static final Logger LOG = LoggerFactory.getLogger("dev.parley.auth");
  private static final int LEAST_SECRET_BYTES = 32;
  private static final int MAX_TOKEN_LENGTH = 16 * 1024;
  private static final int MAX_KEY_SET_BYTES = 256 * 1024;
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);
  private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration KEYS_LIFETIME = Duration.ofMinutes(5);

  private final JWKSource<SecurityContext> keys;
  private final JWSAlgorithm algorithm;
  private final Optional<String> issuer;
  private final Optional<String> audience;
  private final DefaultJWTProcessor<SecurityContext> processor;

  private JwtVerifier(
      JWKSource<SecurityContext> keys,
      JWSAlgorithm algorithm,
      Optional<String> issuer,
      Optional<String> audience) {
    this.keys = keys;
    this.algorithm = algorithm;
    this.issuer = issuer;
    this.audience = audience;
    this.processor = processor();
  }

  /**
   * Verifies tokens that are signed with a shared secret (HS256).
   *
   * @param secret the secret, 32 bytes or more
   * @return the verifier
   * @throws IllegalArgumentException if the secret is too short
   */
  public static JwtVerifier secret(byte[] secret) {
    if (secret.length < LEAST_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "The secret has "
              + secret.length
              + " bytes; expected 32 or more (RFC 7518, section 3.2).");
    }
    return new JwtVerifier(
        new ImmutableSecret<>(secret.clone()),
        JWSAlgorithm.HS256,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Verifies tokens that are signed with keys of a JWK set (RFC 7517). The set is fetched when it
   * is needed, kept for five minutes, and fetched again where a token names an unknown key; a fetch
   * may take 5 s and 256 KiB.
   *
   * @param keySet where the set is
   * @param algorithm the signature algorithm, such as {@code RS256}, {@code ES256} or {@code EdDSA}
   * @return the verifier
   * @throws IllegalArgumentException if the address is no URL, or the algorithm is symmetric or
   *     {@code none}
   */
  public static JwtVerifier jwks(URI keySet, String algorithm) {
    var wanted = JWSAlgorithm.parse(algorithm);
    if (!JWSAlgorithm.Family.SIGNATURE.contains(wanted)) {
      throw new IllegalArgumentException(
          "Algorithm is '"
              + algorithm
              + "'; expected one with a public key, such as RS256 or ES256.");
    }
    int timeout = (int) FETCH_TIMEOUT.toMillis();
    try {
      var source =
          JWKSourceBuilder.create(
                  keySet.toURL(), new DefaultResourceRetriever(timeout, timeout, MAX_KEY_SET_BYTES))
              .cache(KEYS_LIFETIME.toMillis(), FETCH_TIMEOUT.toMillis() * 2)
              .rateLimited(1_000)
              .build();
      return new JwtVerifier(source, wanted, Optional.empty(), Optional.empty());
    } catch (MalformedURLException unusable) {
      throw new IllegalArgumentException("'" + keySet + "' is no URL of a key set.", unusable);
    }
  }

  /**
   * Requires an issuer.
   *
   * @param required what the claim {@code iss} must be
   * @return a new verifier
   */
  public JwtVerifier issuer(String required) {
    return new JwtVerifier(keys, algorithm, Optional.of(required), audience);
  }

  /**
   * Requires an audience.
   *
   * @param required what the claim {@code aud} must contain
   * @return a new verifier
   */
  public JwtVerifier audience(String required) {
    return new JwtVerifier(keys, algorithm, issuer, Optional.of(required));
  }

  private DefaultJWTProcessor<SecurityContext> processor() {
    var made = new DefaultJWTProcessor<SecurityContext>();
    made.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithm, keys));
    var exact = new JWTClaimsSet.Builder();
    issuer.ifPresent(exact::issuer);
    var claims =
        new DefaultJWTClaimsVerifier<SecurityContext>(
            audience.map(Collections::singleton).orElse(null),
            exact.build(),
            Set.of("exp", "sub"),
            null);
    claims.setMaxClockSkew((int) CLOCK_SKEW.toSeconds());
    made.setJWTClaimsSetVerifier(claims);
    return made;
  }

  /**
   * Verifies a token.
   *
   * @param credential the token in its compact form, at most 16 KiB
   * @return what it says; empty if it is not valid. Why is logged at DEBUG, without the token
   */
  @Override
  public Optional<Jwt> authenticate(String credential) {
    if (credential.length() > MAX_TOKEN_LENGTH) {
      return Optional.empty();
    }
    try {
      var claims = processor.process(credential, null);
      return Optional.of(
          new Jwt(
              claims.getSubject(),
              claims.getExpirationTime().toInstant(),
              new LinkedHashMap<>(claims.getClaims())));
    } catch (ParseException notToken) {
      LOG.debug("A credential is no JWT");
    } catch (BadJOSEException invalid) {
      LOG.debug("A JWT was refused: {}", invalid.getMessage());
    } catch (JOSEException unavailable) {
      LOG.warn("A JWT could not be verified: {}", unavailable.getMessage());
    }
    return Optional.empty();
  }
}
