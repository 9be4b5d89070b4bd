package dev.parley.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Parley;
import dev.parley.test.RawClient;
import dev.parley.test.TestClient;
import java.util.stream.Stream;
import javax.management.JMException;
import org.junit.jupiter.api.Test;

/** What connections have in memory, and what only while something comes. */
class IdleConnectionTest {
  private static final int LINES = 300;

  @Test
  void whatReadsFramesIsThereOnlyWhileOneHasBegun() throws JMException {
    var app = Parley.create().websocket("/echo", ws -> ws.texts().forEach(ws::sendText));
    try (var client = TestClient.overTcp(app)) {
      var lines = Stream.generate(() -> client.raw("/echo")).limit(LINES).toList();
      lines.forEach(line -> line.sendText("a"));
      lines.forEach(line -> assertThat(line.receiveFrame().text()).isEqualTo("a"));

      assertThat(InMemory.count("connection.Connection")).isGreaterThanOrEqualTo(LINES);
      assertThat(InMemory.count("protocol.FrameReader")).isLessThan(LINES / 2);

      lines.forEach(line -> line.sendHex("81 82 00000000 61"));
      InMemory.awaitAtLeast("protocol.FrameReader", LINES);

      lines.forEach(line -> line.sendHex("62"));
      lines.forEach(line -> assertThat(line.receiveFrame().text()).isEqualTo("ab"));
      assertThat(InMemory.count("protocol.FrameReader")).isLessThan(LINES / 2);
      lines.forEach(RawClient::close);
    }
  }
}
