package dev.parley.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.parley.Parley;
import dev.parley.auth.CredentialSource;
import dev.parley.test.HandshakeRefusedException;
import dev.parley.test.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class JwtVerifierTest {
  private static final byte[] SECRET =
      "a secret of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8);

  @Test
  void acceptsTokenOfSecret() throws JOSEException {
    var token = signed(claims().claim("role", "admin").build());

    var jwt = JwtVerifier.secret(SECRET).authenticate(token).orElseThrow();

    assertThat(jwt.subject()).isEqualTo("alice");
    assertThat(jwt.text("role")).contains("admin");
    assertThat(jwt.text("exp")).isEmpty();
    assertThat(jwt.expiresAt()).isAfter(Instant.now());
    assertThat(jwt).hasToString("Jwt of alice");
  }

  @Test
  void refusesTokenOfAnotherSecret() throws JOSEException {
    var other = "another secret of at least thirty-two".getBytes(StandardCharsets.UTF_8);

    assertThat(JwtVerifier.secret(other).authenticate(signed(claims().build()))).isEmpty();
  }

  @Test
  void refusesUnsignedToken() {
    assertThat(JwtVerifier.secret(SECRET).authenticate(new PlainJWT(claims().build()).serialize()))
        .isEmpty();
  }

  @Test
  void refusesTokenOfAnotherAlgorithm() throws JOSEException {
    byte[] longSecret = "x".repeat(64).getBytes(StandardCharsets.UTF_8);
    var token = signed(claims().build(), JWSAlgorithm.HS512, new MACSigner(longSecret), null);

    assertThat(JwtVerifier.secret(longSecret).authenticate(token)).isEmpty();
  }

  @Test
  void refusesExpiredTokenBeyondClockSkew() throws JOSEException {
    var verifier = JwtVerifier.secret(SECRET);

    assertThat(verifier.authenticate(signed(claims().expirationTime(in(-120)).build()))).isEmpty();
    assertThat(verifier.authenticate(signed(claims().expirationTime(in(-30)).build()))).isPresent();
  }

  @Test
  void refusesTokenWithoutExpiryOrSubject() throws JOSEException {
    var verifier = JwtVerifier.secret(SECRET);

    assertThat(verifier.authenticate(signed(claims().expirationTime(null).build()))).isEmpty();
    assertThat(verifier.authenticate(signed(claims().subject(null).build()))).isEmpty();
  }

  @Test
  void refusesTokenThatIsNotValidYet() throws JOSEException {
    var token = signed(claims().notBeforeTime(in(120)).build());

    assertThat(JwtVerifier.secret(SECRET).authenticate(token)).isEmpty();
  }

  @Test
  void requiresIssuerAndAudience() throws JOSEException {
    var verifier = JwtVerifier.secret(SECRET).issuer("me").audience("chat");

    assertThat(verifier.authenticate(signed(claims().issuer("me").audience("chat").build())))
        .isPresent();
    assertThat(verifier.authenticate(signed(claims().issuer("you").audience("chat").build())))
        .isEmpty();
    assertThat(verifier.authenticate(signed(claims().issuer("me").audience("shop").build())))
        .isEmpty();
    assertThat(verifier.authenticate(signed(claims().build()))).isEmpty();
  }

  @Test
  void refusesWhatIsNoToken() {
    var verifier = JwtVerifier.secret(SECRET);

    assertThat(verifier.authenticate("")).isEmpty();
    assertThat(verifier.authenticate("a.b.c")).isEmpty();
    assertThat(verifier.authenticate("x".repeat(20_000))).isEmpty();
  }

  @Test
  void verifiesByKeySetAndFollowsItsRotation() throws Exception {
    var first = new RSAKeyGenerator(2048).keyID("1").generate();
    var second = new RSAKeyGenerator(2048).keyID("2").generate();
    var published = new AtomicReference<>(first);
    var server = keyServer(published);
    try {
      var verifier = JwtVerifier.jwks(address(server), "RS256");

      assertThat(verifier.authenticate(signed(first))).isPresent();
      assertThat(verifier.authenticate(signed(second))).isEmpty();

      published.set(second);
      var fresh = JwtVerifier.jwks(address(server), "RS256");
      assertThat(fresh.authenticate(signed(second))).isPresent();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void refusesTokenSignedWithPublicKeyAsSecret() throws Exception { // RFC 8725, section 2.1
    var key = new RSAKeyGenerator(2048).keyID("1").generate();
    var server = keyServer(new AtomicReference<>(key));
    try {
      var signer = new MACSigner(key.toRSAPublicKey().getEncoded());
      var forged = signed(claims().build(), JWSAlgorithm.HS256, signer, "1");

      assertThat(JwtVerifier.jwks(address(server), "RS256").authenticate(forged)).isEmpty();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void refusesEverybodyWhileKeySetCannotBeHad() throws Exception {
    var key = new RSAKeyGenerator(2048).keyID("1").generate();
    var verifier = JwtVerifier.jwks(URI.create("http://127.0.0.1:1/keys"), "RS256");

    assertThat(verifier.authenticate(signed(key))).isEmpty();
  }

  @Test
  void refusesToBeMadeOfWeakSecretOrUnfitAlgorithm() {
    assertThatThrownBy(() -> JwtVerifier.secret(new byte[31]))
        .hasMessageStartingWith("The secret has 31 bytes");
    assertThatThrownBy(() -> JwtVerifier.jwks(URI.create("http://localhost/keys"), "none"))
        .hasMessageStartingWith("Algorithm is 'none'");
    assertThatThrownBy(() -> JwtVerifier.jwks(URI.create("http://localhost/keys"), "HS256"))
        .hasMessageStartingWith("Algorithm is 'HS256'");
    assertThatThrownBy(() -> JwtVerifier.jwks(URI.create("nonsense://x"), "RS256"))
        .hasMessageContaining("is no URL of a key set");
  }

  @Test
  void identifiesConnectionBySubprotocol() throws JOSEException {
    var app =
        Parley.create()
            .identity(Jwt.class, JwtVerifier.secret(SECRET), CredentialSource.subprotocol("bearer"))
            .websocket("/me", ws -> ws.sendText(ws.dependency(Jwt.class).subject()));
    var token = signed(claims().build());

    try (var client = TestClient.of(app)) {
      try (var ws = client.connect("/me").subprotocols("bearer", token).open()) {
        assertThat(ws.receiveText()).isEqualTo("alice");
      }
      assertThatThrownBy(() -> client.connect("/me").subprotocols("bearer", "nonsense").open())
          .isInstanceOfSatisfying(
              HandshakeRefusedException.class,
              refused -> assertThat(refused.response().status()).isEqualTo(401));
    }
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder().subject("alice").expirationTime(in(300));
  }

  private static Date in(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private static String signed(JWTClaimsSet claims) throws JOSEException {
    return signed(claims, JWSAlgorithm.HS256, new MACSigner(SECRET), null);
  }

  private static String signed(RSAKey key) throws JOSEException {
    return signed(claims().build(), JWSAlgorithm.RS256, new RSASSASigner(key), key.getKeyID());
  }

  private static String signed(
      JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer, String keyId)
      throws JOSEException {
    var jwt = new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims);
    jwt.sign(signer);
    return jwt.serialize();
  }

  private static HttpServer keyServer(AtomicReference<RSAKey> published) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          byte[] body =
              new JWKSet(published.get().toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    return server;
  }

  private static URI address(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
  }
}
