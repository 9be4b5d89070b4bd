package dev.parley.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** HTTP responses as any server may write them (RFC 9112). */
class ResponseReaderTest {
  private static TestResponse read(String method, String... pieces) {
    var inbox = new ByteInbox();
    for (var piece : pieces) {
      inbox.received(piece.getBytes(StandardCharsets.UTF_8));
    }
    inbox.ended(Wire.End.FINISHED);
    return ResponseReader.read(inbox, method, new Wait("the answer", Duration.ofSeconds(1)));
  }

  @Test
  void readsABodyOfAKnownLength() {
    var response = read("GET", "HTTP/1.1 200 OK\r\nContent-Le", "ngth: 2\r\n\r\nhi", "more");

    assertThat(response.text()).isEqualTo("hi");
  }

  @Test
  void readsABodyUntilTheEnd() {
    assertThat(read("GET", "HTTP/1.1 200 OK\r\n\r\nall of it").text()).isEqualTo("all of it");
  }

  @Test
  void readsChunks() {
    var response =
        read(
            "GET",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n");

    assertThat(response.text()).isEqualTo("abc0123456789");
  }

  @Test
  void readsNoBodyWhereThereIsNone() {
    assertThat(read("GET", "HTTP/1.1 204 No Content\r\n\r\n").body()).isEmpty();
    assertThat(read("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n").body())
        .isEmpty();
    assertThat(read("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n").body()).isEmpty();
  }

  @Test
  void passesOverInterimResponses() {
    var response = read("POST", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");

    assertThat(response.status()).isEqualTo(204);
  }

  @Test
  void saysWhatIsNoResponse() {
    assertThatThrownBy(() -> read("GET", "SSH-2.0-OpenSSH\r\n"))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "Awaited the answer. It begins with \"SSH-2.0-OpenSSH\", no HTTP/1.1 status line.");
    assertThatThrownBy(() -> read("GET", "HTTP/1.1 200 OK\r\nno field\r\n\r\n"))
        .hasMessage("Awaited the answer. \"no field\" is no header field.");
    assertThatThrownBy(() -> read("GET", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc"))
        .hasMessage(
            "Awaited the answer. The line has ended (FINISHED). These 3 bytes had arrived: 61 62 63.");
  }
}
