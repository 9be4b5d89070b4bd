package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
  @Test
  void headersIgnoreLetterCaseAndKeepOrderAndRepeats() { // Semantics 14
    var headers =
        Headers.of(List.of(Map.entry("B", "1"), Map.entry("a", "2"), Map.entry("b", "3")));

    assertThat(headers.first("B")).contains("1");
    assertThat(headers.first("c")).isEmpty();
    assertThat(headers.all("b")).containsExactly("1", "3");
    assertThat(headers.fields()).extracting(Map.Entry::getKey).containsExactly("b", "a", "b");
    assertThat(headers.with("C", "4").first("c")).contains("4");
    assertThat(headers).hasToString("[b, a]");
  }

  @Test
  void headersGiveBackWhatClientsHaveInCommonAndWhatIsTheirOwn() {
    for (String client : List.of("1", "22", "", "1", "\u00e4\u20ac\ud83d\ude00")) {
      var fields =
          List.of(
              Map.entry("host", "example.org"),
              Map.entry("cookie", "a=" + client),
              Map.entry("upgrade", "websocket"),
              Map.entry("sec-websocket-key", client),
              Map.entry("cookie", client + "=b"),
              Map.entry("user-agent", "Agent"));

      var headers = Headers.of(fields);

      assertThat(headers.fields()).isEqualTo(fields);
      assertThat(headers.all("Cookie")).containsExactly("a=" + client, client + "=b");
      assertThat(headers.first("sec-websocket-key")).contains(client);
      assertThat(headers.with("x", "y").all("cookie")).isEqualTo(headers.all("cookie"));
      assertThat(headers.with("x", "y").first("x")).contains("y");
    }
  }

  @Test
  void headersFindNamesThatAreOnlyOfOneClient() {
    var fields =
        List.of(
            Map.entry("x-a", "1"),
            Map.entry("host", "example.org"),
            Map.entry("x-ab", ""),
            Map.entry("x-a", "2"),
            Map.entry("\u00e9", "3"),
            Map.entry("", "4"),
            Map.entry("last", "x-b"));

    var headers = Headers.of(fields);

    assertThat(headers.fields()).isEqualTo(fields);
    assertThat(headers.all("X-A")).containsExactly("1", "2");
    assertThat(headers.first("x-ab")).contains("");
    assertThat(headers.first("\u00c9")).contains("3");
    assertThat(headers.first("")).contains("4");
    assertThat(headers.first("LAST")).contains("x-b");
    for (String unknown : List.of("x", "x-", "x-b", "x-abc", "as", "last-one", "1")) {
      assertThat(headers.first(unknown)).as(unknown).isEmpty();
    }
    assertThat(headers.with("X-A", "5").all("x-a")).containsExactly("1", "2", "5");
    assertThat(headers).hasToString("[x-a, host, x-ab, \u00e9, , last]");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32, 33, 100})
  void headersGiveManyFieldsBack(int count) {
    var fields = Collections.nCopies(count, Map.entry("origin", "http://" + "x".repeat(count)));

    assertThat(Headers.of(fields).fields()).isEqualTo(fields);
    assertThat(Headers.of(List.copyOf(fields)).all("origin")).hasSize(count);
  }

  @Test
  void headersOfAHundredOwnFieldsAllocateLittleMoreThanTheyHold() {
    var fields = Collections.nCopies(100, Map.entry("cookie", "c".repeat(160)));
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Headers.of(fields);
    long before = threads.getCurrentThreadAllocatedBytes();
    var headers = Headers.of(fields);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(headers.all("cookie")).hasSize(100).containsOnly("c".repeat(160));
    assertThat(allocated).isBetween(16_000L, 100_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:b", "a\n", "\u00e4", "(a)"})
  void refusesHeaderNamesThatAreNoTokens(String name) {
    assertThatThrownBy(() -> Headers.empty().with(name, "x")).hasMessageContaining("is no token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb: c", "a\u0000", "a\u007f", "a\nb"})
  void refusesHeaderValuesWithControlCharacters(String value) { // Semantics 26
    assertThatThrownBy(() -> Headers.empty().with("a", value))
        .hasMessage("The value of header 'a' has a control character; expected one line of text.");
    assertThat(Headers.empty().with("a", "x\ty").first("a")).contains("x\ty");
  }

  @Test
  void closeReasonsHaveCodesOfTheRegistry() {
    assertThat(CloseReason.of(1000, "")).hasToString("1000");
    assertThat(CloseReason.of(4000, "Own")).hasToString("4000 Own");
    assertThatThrownBy(() -> CloseReason.of(999, ""))
        .hasMessage("Close code is 999; expected 1000 to 4999.");
    assertThatThrownBy(() -> CloseReason.of(5000, "")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void errorRepliesHaveStatusAndCodeThatCanBeSent() {
    assertThat(new ErrorReply(429, 4029, "Slow down").closeCode()).isEqualTo(4029);
    for (int status : List.of(399, 600)) {
      assertThatThrownBy(() -> new ErrorReply(status, 1008, ""))
          .hasMessage("Status is " + status + "; expected 400 to 599.");
    }
    assertThatThrownBy(() -> new ErrorReply(400, 1006, ""))
        .hasMessageStartingWith("Close code is 1006");
  }

  @Test
  void httpExceptionsHaveStatusOfRefusal() {
    var refused = new HttpException(401, "Log in").withHeader("www-authenticate", "Basic");

    assertThat(refused.headers()).containsEntry("www-authenticate", "Basic");
    assertThat(refused).hasMessage("401 Log in");
    for (int status : List.of(299, 600)) {
      assertThatThrownBy(() -> new HttpException(status, ""))
          .hasMessage("Status is " + status + "; expected 300 to 599.");
    }
  }

  @Test
  void responsesAreBuiltStepByStep() {
    assertThat(Response.redirect("/x").headers().first("location")).contains("/x");
    assertThat(Response.ok().html("<p>").headers().first("content-type"))
        .contains("text/html; charset=utf-8");
    assertThat(
            Response.ok().withHeader("content-type", "a/b").json(1).headers().all("content-type"))
        .containsExactly("a/b");
    assertThatThrownBy(() -> Response.status(199))
        .hasMessage("Status is 199; expected 200 to 599.");
    assertThatThrownBy(() -> Response.status(600)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Sec-WebSocket-Protocol", "sec-websocket-accept", "Upgrade", "connection"})
  void acceptancesLeaveTheHandshakesOwnHeadersAlone(String name) { // Semantics 27
    assertThatThrownBy(() -> Acceptance.plain().withHeader(name, "x"))
        .hasMessageContaining("belongs to the handshake");
  }

  @Test
  void acceptancesCarrySubprotocolAndHeaders() {
    var acceptance = Acceptance.subprotocol("v1").withHeader("X-A", "1").withHeader("X-A", "2");

    assertThat(acceptance.subprotocol()).isEqualTo(Optional.of("v1"));
    assertThat(acceptance.headers().all("x-a")).containsExactly("1", "2");
  }

  @Test
  void jsonObjectsKeepTheirOrder() {
    assertThat(Json.object("b", 1, "a", null).toString()).isEqualTo("{b=1, a=null}");
    assertThatThrownBy(() -> Json.object("a")).hasMessageStartingWith("The last name has no value");
    assertThatThrownBy(() -> Json.object(1, 2)).hasMessage("Name 1 is no text.");
  }

  @Test
  void roomOptionsHaveALimitWithinRange() {
    for (int bytes : List.of(1_023, 1024 * 1024 * 1024 + 1)) {
      assertThatThrownBy(() -> RoomOptions.defaults().withMaxQueuedBytes(bytes))
          .hasMessage("maxQueuedBytes is " + bytes + "; expected 1024 to 1073741824.");
    }
  }

  @Test
  void exceptionsTellWhatHappened() {
    assertThat(new WebSocketClosedException(CloseReason.of(4001, "Out")))
        .hasMessage("The connection is closed: 4001 Out.")
        .extracting(WebSocketClosedException::code, WebSocketClosedException::reason)
        .containsExactly(4001, "Out");
    assertThat(new SendTimeoutException(Duration.ofSeconds(1)).code()).isEqualTo(1013);
    assertThat(new ReceiveTimeoutException(Duration.ofSeconds(1)))
        .hasMessage("No message came within 1000 ms.");
    assertThat(new WebSocketException(4001, "Out")).hasMessage("4001 Out");
    assertThat(new ConfigurationException(List.of("a", "b")).problems()).containsExactly("a", "b");
  }
}
