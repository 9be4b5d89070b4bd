package dev.parley.internal.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Headers;
import dev.parley.internal.handshake.OpeningHandshake.Malformed;
import dev.parley.internal.handshake.OpeningHandshake.NotAnUpgrade;
import dev.parley.internal.handshake.OpeningHandshake.Proper;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, section 4.2.1. */
class OpeningHandshakeTest {
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final Headers PROPER =
      Headers.empty()
          .with("Host", "localhost")
          .with("Connection", "Upgrade")
          .with("Upgrade", "websocket")
          .with("Sec-WebSocket-Version", "13")
          .with("Sec-WebSocket-Key", KEY);

  @Test
  void computesAcceptOfTheRfcsSample() {
    var handshake = OpeningHandshake.of("GET", "HTTP/1.1", PROPER);

    assertThat(handshake).isEqualTo(new Proper(KEY));
    assertThat(((Proper) handshake).accept()).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  @ParameterizedTest
  @CsvSource({"'keep-alive, Upgrade',websocket", "uPGRADE,WebSocket", "Upgrade,'h2c, websocket'"})
  void recognisesTokensInListsAndAnyLetterCase(String connection, String upgrade) {
    assertThat(OpeningHandshake.of("GET", "HTTP/1.1", upgrading(connection, upgrade)))
        .isEqualTo(new Proper(KEY));
  }

  @ParameterizedTest
  @CsvSource({"close,websocket", "Upgradex,websocket", "Upgrade,h2c", "Upgrade,notwebsocket"})
  void takesAnythingElseForOrdinaryRequest(String connection, String upgrade) {
    assertThat(OpeningHandshake.of("GET", "HTTP/1.1", upgrading(connection, upgrade)))
        .isEqualTo(new NotAnUpgrade());
  }

  @Test
  void refusesOtherMethods() {
    assertThat(OpeningHandshake.of("POST", "HTTP/1.1", PROPER))
        .isInstanceOfSatisfying(
            Malformed.class,
            malformed -> {
              assertThat(malformed.status()).isEqualTo(405);
              assertThat(malformed.headers().first("allow")).contains("GET");
            });
  }

  @Test
  void refusesHttp10() {
    assertThat(OpeningHandshake.of("GET", "HTTP/1.0", PROPER))
        .isEqualTo(
            new Malformed(
                400, Headers.empty(), "The request is HTTP/1.0; a handshake is HTTP/1.1."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "0", "013", "7", "8", "13, 8"})
  void refusesOtherVersionsAndNamesTheSupportedOne(String version) { // section 4.4
    var headers = without("sec-websocket-version").with("Sec-WebSocket-Version", version);

    assertThat(OpeningHandshake.of("GET", "HTTP/1.1", headers))
        .isInstanceOfSatisfying(
            Malformed.class,
            malformed -> {
              assertThat(malformed.status()).isEqualTo(426);
              assertThat(malformed.headers().first("sec-websocket-version")).contains("13");
              assertThat(malformed.message())
                  .isEqualTo(
                      "Header 'Sec-WebSocket-Version' is '"
                          + version
                          + "'; this server supports 13.");
            });
  }

  @Test
  void refusesMissingVersion() {
    assertThat(OpeningHandshake.of("GET", "HTTP/1.1", without("sec-websocket-version")))
        .isInstanceOfSatisfying(
            Malformed.class,
            malformed ->
                assertThat(malformed.message())
                    .isEqualTo(
                        "Header 'Sec-WebSocket-Version' is missing; this server supports 13."));
  }

  @Test
  void refusesMissingAndRepeatedKey() {
    assertThat(OpeningHandshake.of("GET", "HTTP/1.1", without("sec-websocket-key")))
        .isEqualTo(
            new Malformed(
                400,
                Headers.empty(),
                "Header 'Sec-WebSocket-Key' is there 0 times; expected once."));
    assertThat(OpeningHandshake.of("GET", "HTTP/1.1", PROPER.with("Sec-WebSocket-Key", KEY)))
        .isEqualTo(
            new Malformed(
                400,
                Headers.empty(),
                "Header 'Sec-WebSocket-Key' is there 2 times; expected once."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "dGhlIHNhbXBsZSBub25jZQAA",
        "dGhlIHNhbXBsZSBub25j!Q==",
        "dGhlIHNhbXBsZSBub25jZQ",
        "dGhlIHNhbXBsZSBub24==="
      })
  void refusesKeyThatIsNot16BytesOfBase64(String key) {
    var headers = without("sec-websocket-key").with("Sec-WebSocket-Key", key);

    assertThat(OpeningHandshake.of("GET", "HTTP/1.1", headers))
        .isEqualTo(
            new Malformed(
                400, Headers.empty(), "Header 'Sec-WebSocket-Key' is no base64 of 16 bytes."));
  }

  @Test
  void mergesOfferedSubprotocolsOfAllFields() { // section 4.1, item 10
    var headers =
        Headers.empty()
            .with("Sec-WebSocket-Protocol", ", a, b,,")
            .with("Sec-WebSocket-Protocol", " c ");

    assertThat(OpeningHandshake.offeredSubprotocols(headers)).containsExactly("a", "b", "c");
  }

  @Test
  void choosesTheServersFirstPreference() {
    assertThat(OpeningHandshake.chooseSubprotocol(List.of("v2", "v1"), List.of("v1", "v2")))
        .contains("v2");
    assertThat(OpeningHandshake.chooseSubprotocol(List.of("v3"), List.of("v1")))
        .isEqualTo(Optional.empty());
  }

  private static Headers upgrading(String connection, String upgrade) {
    return Headers.empty()
        .with("Host", "localhost")
        .with("Connection", connection)
        .with("Upgrade", upgrade)
        .with("Sec-WebSocket-Version", "13")
        .with("Sec-WebSocket-Key", KEY);
  }

  private static Headers without(String name) {
    return Headers.of(
        PROPER.fields().stream().filter(field -> !field.getKey().equals(name)).toList());
  }
}
