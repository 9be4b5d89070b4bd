package dev.parley.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.internal.netty.HeadCheck.Finding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadCheckTest {
  private static final int MAX_LINE_BYTES = 40;
  private static final int MAX_FIELD_BYTES = 60;
  private static final int MAX_FIELDS = 3;
  private static final HeadLimits LIMITS =
      new HeadLimits(MAX_LINE_BYTES, MAX_FIELD_BYTES, MAX_FIELDS);

  private static @Nullable Finding finding(String head) {
    return inPieces(head.getBytes(StandardCharsets.ISO_8859_1), Integer.MAX_VALUE, new Random(1));
  }

  /** Checks what comes in pieces of random lengths. */
  private static @Nullable Finding inPieces(byte[] head, int mostAtOnce, Random random) {
    var check = new HeadCheck(LIMITS);
    Finding finding = null;
    for (int from = 0; from < head.length && finding == null; ) {
      int length = Math.min(head.length - from, 1 + random.nextInt(mostAtOnce));
      length = mostAtOnce == Integer.MAX_VALUE ? head.length - from : length;
      finding = check.check(Arrays.copyOfRange(head, from, from + length), length);
      from += length;
    }
    return finding;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\tc\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:\r\nA-b_c: \u00e9\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\r\nA: b\r\nA: b\r\n\r\n"
      })
  void findsNothingInAProperHead(String head) {
    assertThat(finding(head)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\rHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\rb: c\r\n\r\n",
        "\rGET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\tb\r\n\r\n",
        " GET / HTTP/1.1\r\n\r\n",
        "GET  / HTTP/1.1\r\n\r\n",
        "GET\t/ HTTP/1.1\r\n\r\n",
        "GET / http/1.1\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\n\n",
        "\nGET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\n"
      })
  void findsWhatOthersMayReadOtherwise(String head) {
    assertThat(finding(head)).isEqualTo(Finding.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "G(",
        "GET /\u007f",
        "GET /\u00e9",
        "GET / X",
        "GET / HTTP/1.1 ",
        "GET / HTTP/1.12",
        "GET / HTTP/x",
        "GET /\r\n",
        "GET / HTTP/1\r\n",
        "GET / HTTP/1.1\r\n:",
        "GET / HTTP/1.1\r\nHost ",
        "GET / HTTP/1.1\r\nHost\r\n",
        "GET / HTTP/1.1\r\nHost: \0",
        "GET / HTTP/1.1\r\nHost: a\u007f",
        "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n"
      })
  void findsWhatIsNoHeadWithTheByteThatShowsIt(String head) {
    assertThat(finding(head.substring(0, head.length() - 1))).isNull();
    assertThat(finding(head)).isEqualTo(Finding.MALFORMED);
  }

  @Test
  void findsFieldsThatAreTooLongBeforeTheirLineHasEnded() {
    var head = "GET / HTTP/1.1\r\nA: " + "x".repeat(27) + "\r\nB: " + "x".repeat(27);

    assertThat(finding(head)).isNull();
    assertThat(finding(head + "x")).isEqualTo(Finding.FIELDS_TOO_LONG);
  }

  @Test
  void knowsWhereAHeadEnds() {
    var head = "\r\nGET / HTTP/1.1\r\nA: b\r\nA: b\r\n\r\n";
    byte[] read = (head + "more").getBytes(StandardCharsets.US_ASCII);
    var check = new HeadCheck(LIMITS);

    check.check(read, head.length() - 1);
    assertThat(check.hasEnded()).isFalse();
    check.check(new byte[] {'\n', 'm'}, 2);
    assertThat(check.hasEnded()).isTrue();
    assertThat(check.bytes()).isEqualTo(head.length());
    assertThat(check.fields()).isEqualTo(2);
  }

  @Test
  void findsATargetThatIsTooLongBeforeItsLineHasEnded() {
    var start = "GET /";

    assertThat(finding(start + "x".repeat(MAX_LINE_BYTES - start.length()))).isNull();
    assertThat(finding(start + "x".repeat(MAX_LINE_BYTES - start.length() + 1)))
        .isEqualTo(Finding.TARGET_TOO_LONG);
  }

  @Test
  void findsOneFieldTooManyAsSoonAsItHasEnded() {
    var head = "GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(MAX_FIELDS);

    assertThat(finding(head + "A: b\r")).isNull();
    assertThat(finding(head + "A: b\r\n")).isEqualTo(Finding.TOO_MANY_FIELDS);
  }

  @Test
  void looksAtNothingBehindTheHead() {
    assertThat(finding("GET / HTTP/1.1\r\n\r\n \r\r\r" + "A: b\r\n".repeat(2 * MAX_FIELDS)))
        .isNull();
  }

  @Test
  void expectsAnotherHeadAfterARestart() {
    byte[] head = "GET / HTTP/1.1\r\nA: b\r\nA: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    var check = new HeadCheck(LIMITS);

    for (int i = 0; i < 5; i++) {
      assertThat(check.check(head, head.length)).isNull();
      check.restart();
    }
    byte[] wrong = "GET  ".getBytes(StandardCharsets.US_ASCII);
    assertThat(check.check(wrong, wrong.length)).isEqualTo(Finding.MALFORMED);
  }

  @Test
  void findsTheSameHoweverTheHeadComes() {
    var random = new Random(9112);
    var letters = "GET / HTTP/1.1\r\n\r\nA: b\r\n\tp ".getBytes(StandardCharsets.US_ASCII);
    int wrong = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] head = new byte[random.nextInt(60)];
      for (int j = 0; j < head.length; j++) {
        head[j] =
            random.nextInt(8) > 0 && j < letters.length
                ? letters[j]
                : letters[random.nextInt(letters.length)];
      }
      var whole = finding(new String(head, StandardCharsets.ISO_8859_1));

      assertThat(inPieces(head, 1, random)).as("%s", Arrays.toString(head)).isEqualTo(whole);
      assertThat(inPieces(head, 9, random)).as("%s", Arrays.toString(head)).isEqualTo(whole);
      wrong += whole == null ? 0 : 1;
    }
    assertThat(wrong).isBetween(1_000, 19_000);
  }
}
