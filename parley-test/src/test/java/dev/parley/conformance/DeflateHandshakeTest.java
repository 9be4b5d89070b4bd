package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.CompressionMode;
import dev.parley.test.TestResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The agreement on permessage-deflate (RFC 7692, sections 5 and 7.1). */
class DeflateHandshakeTest {
  private static final String FORGETFUL =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  private static TestResponse answer(CompressionMode mode, String... offers) {
    var lines =
        Stream.concat(
            Stream.of(
                "GET /ws HTTP/1.1",
                "Host: localhost",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
            Stream.of(offers).map(offer -> "Sec-WebSocket-Extensions: " + offer));
    try (var served = Served.echoWith(config -> config.compression(c -> c.compressionMode(mode)));
        var line = served.client().raw()) {
      line.sendPlain(lines.collect(Collectors.joining("\r\n")) + "\r\n\r\n");
      var answer = line.receiveResponse();
      if (answer.status() == 101) {
        // Whatever was offered, the connection lives.
        line.sendText("hello");
        Served.expectText(line, "hello");
      }
      return answer;
    }
  }

  private static List<String> agreed(CompressionMode mode, String... offers) {
    var answer = answer(mode, offers);
    assertThat(answer.status()).isEqualTo(101);
    return answer.headers().all("sec-websocket-extensions");
  }

  @Proves(rfc7692 = "5c")
  @Test
  void declinesWhereCompressionIsOff() {
    assertThat(agreed(CompressionMode.OFF, "permessage-deflate")).isEmpty();
  }

  @Proves(rfc6455 = "4.2.2f", rfc7692 = "5a")
  @Test
  void agreesToNothingThatWasNotOffered() {
    assertThat(agreed(CompressionMode.MESSAGE)).isEmpty();
    assertThat(agreed(CompressionMode.CONTEXT, "x-webkit-deflate-frame", "bbf-usp-protocol"))
        .isEmpty();
  }

  @Proves(rfc7692 = {"7.1.1.1a", "7.1.1.2a", "7.1.2.2a"})
  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=9",
        "permessage-deflate;client_max_window_bits=\"15\"",
        "permessage-deflate; server_no_context_takeover",
        "permessage-deflate ; client_no_context_takeover ; server_no_context_takeover"
      })
  void forgetsBetweenMessagesByDefault(String offer) {
    assertThat(agreed(CompressionMode.MESSAGE, offer)).containsExactly(FORGETFUL);
  }

  @Proves(rfc7692 = {"7.1.1.1a", "7.1.1.2a", "7.1.2.1a", "7.1.2.2a"})
  @ParameterizedTest
  @CsvSource({
    "permessage-deflate, permessage-deflate",
    "permessage-deflate; client_max_window_bits, permessage-deflate",
    "permessage-deflate; server_no_context_takeover,"
        + " permessage-deflate; server_no_context_takeover",
    "permessage-deflate; client_no_context_takeover,"
        + " permessage-deflate; client_no_context_takeover",
    "permessage-deflate; server_max_window_bits=15,"
        + " permessage-deflate; server_max_window_bits=15",
    "permessage-deflate; server_max_window_bits=10,"
        + " permessage-deflate; server_no_context_takeover; server_max_window_bits=10"
  })
  void takesTheContextOverWhereBothWantIt(String offer, String agreed) { // section 7.1.1
    assertThat(agreed(CompressionMode.CONTEXT, offer)).containsExactly(agreed);
  }

  @Proves(rfc7692 = "7.1.2.1a", checklist = 30)
  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
  void grantsEverySizeOfItsOwnWindow(int bits) { // section 7.1.2.1
    assertThat(
            agreed(CompressionMode.MESSAGE, "permessage-deflate; server_max_window_bits=" + bits))
        .containsExactly(FORGETFUL + "; server_max_window_bits=" + bits);
  }

  @Proves(
      rfc7692 = {"5c", "7.1a", "7.1b", "7.1c"},
      checklist = 28)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "server_max_window_bits=7",
        "server_max_window_bits=16",
        "server_max_window_bits=09",
        "server_max_window_bits=015",
        "server_max_window_bits=abc",
        "server_max_window_bits",
        "server_max_window_bits=8; server_max_window_bits=8",
        "client_max_window_bits=7",
        "client_max_window_bits=16",
        "client_max_window_bits=09",
        "client_max_window_bits=abc",
        "client_max_window_bits; client_max_window_bits",
        "client_max_window_bits=15; client_max_window_bits",
        "server_no_context_takeover=1",
        "server_no_context_takeover=true",
        "server_no_context_takeover; server_no_context_takeover",
        "client_no_context_takeover=\"15\"",
        "client_no_context_takeover; client_no_context_takeover",
        "unknown",
        "unknown=1",
        "Server_no_context_takeover"
      })
  void declinesAnOfferThatBreaksARule(String parameters) { // section 7.1
    assertThat(agreed(CompressionMode.MESSAGE, "permessage-deflate; " + parameters)).isEmpty();
  }

  @Proves(rfc6455 = "11.3.2b", rfc7692 = "5b", checklist = 29)
  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate; server_max_window_bits=7, permessage-deflate; unknown,"
            + " permessage-deflate; server_max_window_bits=9, permessage-deflate",
        "x-unknown; a=b; c=\"d\", permessage-deflate; server_max_window_bits=9",
        ",, permessage-deflate; server_max_window_bits=9 ,"
      })
  void acceptsTheFirstProperOfferOnce(String offers) { // section 5
    assertThat(agreed(CompressionMode.MESSAGE, offers))
        .containsExactly(FORGETFUL + "; server_max_window_bits=9");
  }

  @Proves(rfc6455 = "11.3.2a", rfc7692 = "5b", checklist = 29)
  @Test
  void readsOffersOfSeveralFieldsInOrder() { // RFC 6455, section 9.1
    assertThat(
            agreed(
                CompressionMode.MESSAGE,
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=11",
                "permessage-deflate"))
        .containsExactly(FORGETFUL + "; server_max_window_bits=11");
  }

  @Proves(rfc6455 = "9.1a")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=;,;=",
        "permessage-deflate;",
        "permessage-deflate; =1",
        "permessage-deflate; server_max_window_bits=",
        "permessage-deflate; server_max_window_bits=\"\"",
        "permessage-deflate; server_max_window_bits=\"8",
        "permessage-deflate; server_max_window_bits=\"8\\",
        "permessage-deflate; server_max_window_bits=\"8 9\"",
        "permessage-deflate; server_max_window_bits=8 9",
        "permessage-deflate server_max_window_bits=8",
        "perme/ssage"
      })
  void refusesWhatIsNoListOfExtensions(String field) { // RFC 6455, section 9.1
    for (var mode : CompressionMode.values()) {
      var answer = answer(mode, field);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text())
          .contains("Header 'Sec-WebSocket-Extensions' is no list of extensions.");
    }
  }
}
