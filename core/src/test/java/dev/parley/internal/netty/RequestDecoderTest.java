package dev.parley.internal.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestDecoderTest {
  private static final HeadLimits LIMITS = new HeadLimits(40, 60, 4);

  private static final String LINE_OF_40 = "GET /" + "x".repeat(26) + " HTTP/1.1";

  /** What {@link HeadCheck} lets pass is decoded: Netty has no limits of its own before it. */
  @ParameterizedTest
  @CsvSource({"1, 60", "2, 30", "4, 15"})
  void decodesHeadsThatAreAsLongAsTheyMayBe(int fields, int bytesEach) {
    assertThat(LINE_OF_40).hasSize(LIMITS.maxRequestLineBytes());

    assertThat(decode(LINE_OF_40, fields, bytesEach).isSuccess()).isTrue();
    assertThat(decode(LINE_OF_40, fields, bytesEach + 1).cause())
        .isInstanceOfSatisfying(
            RequestDecoder.UnreadableHead.class,
            head -> assertThat(head.finding()).isEqualTo(HeadCheck.Finding.FIELDS_TOO_LONG));
    assertThat(decode(LINE_OF_40.replace("x ", "xx "), fields, bytesEach).cause())
        .isInstanceOfSatisfying(
            RequestDecoder.UnreadableHead.class,
            head -> assertThat(head.finding()).isEqualTo(HeadCheck.Finding.TARGET_TOO_LONG));
  }

  private static DecoderResult decode(String line, int fields, int bytesEach) {
    var field = "a:" + "b".repeat(bytesEach - 2) + "\r\n";
    var head = line + "\r\n" + field.repeat(fields) + "\r\n";
    var decoder = new RequestDecoder(RequestDecoder.config(LIMITS), LIMITS, new byte[1024]);
    var channel = new EmbeddedChannel(decoder);
    try {
      channel.writeInbound(Unpooled.copiedBuffer(head, US_ASCII));
      return channel.<HttpRequest>readInbound().decoderResult();
    } finally {
      channel.finishAndReleaseAll();
    }
  }
}
