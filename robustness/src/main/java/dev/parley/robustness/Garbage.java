package dev.parley.robustness;

import static dev.parley.robustness.Frames.ascii;
import static dev.parley.robustness.Frames.frame;
import static dev.parley.robustness.Frames.handshake;
import static dev.parley.robustness.Frames.header;
import static dev.parley.robustness.Frames.join;
import static dev.parley.robustness.Frames.times;

import dev.parley.robustness.Behaviour.Reading;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Bytes that nobody should send, and ends that nobody should make. */
final class Garbage {
  private static final int SEED = 6455;
  private static final int KIB = 1024;
  private static final Duration LINGER = Duration.ofSeconds(1);
  private static final byte[] NOTHING = {};

  private Garbage() {}

  static List<Behaviour> behaviours() {
    var random = new SplittableRandom(SEED);
    byte[] noise = new byte[16 * KIB];
    random.nextBytes(noise);
    byte[] clientHello =
        join(hex("16 0301 0200 01 0001fc 0303"), java.util.Arrays.copyOf(noise, 500));
    return List.of(
        raw(noise),
        raw(times(32 * KIB, ascii("A"))),
        raw(ascii("GET " + "/".repeat(32 * KIB) + " HTTP/1.1\r\n\r\n")),
        raw(ascii("GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(8 * KIB) + "\r\n")),
        raw(ascii("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")),
        raw(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")),
        raw(clientHello),
        Behaviour.websocket("/ws/echo", Flow.onceThenLinger(noise, LINGER)),
        Behaviour.websocket("/ws/echo", Flow.onceThenLinger(ascii("GET / HTTP/1.1\r\n"), LINGER)));
  }

  private static Behaviour raw(byte[] bytes) {
    return Behaviour.raw(NOTHING, Flow.onceThenLinger(bytes, LINGER));
  }

  static List<Behaviour> brokenText() {
    byte[] almostText = times(64 * KIB, ascii("a"));
    almostText[almostText.length - 1] = (byte) 0xff;
    return Stream.of(
            frame(Frames.CLOSE, new byte[1]),
            frame(Frames.CLOSE, new byte[126]),
            Frames.close(999, NOTHING),
            Frames.close(1005, NOTHING),
            Frames.close(1006, NOTHING),
            Frames.close(1015, NOTHING),
            Frames.close(65535, NOTHING),
            Frames.close(1000, hex("c3 28")),
            Frames.close(1000, times(123, ascii("x"))),
            frame(Frames.TEXT, hex("c0 af")),
            frame(Frames.TEXT, hex("ed a0 80")),
            frame(Frames.TEXT, hex("f4 90 80 80")),
            frame(Frames.TEXT, almostText),
            join(frame(Frames.FIRST_TEXT, hex("e2 82")), frame(Frames.LAST, hex("28"))),
            join(frame(Frames.FIRST_TEXT, hex("e2 82")), frame(Frames.LAST, NOTHING)))
        .map(bytes -> Behaviour.websocket("/ws/echo", Flow.onceThenLinger(bytes, LINGER)))
        .toList();
  }

  static List<Behaviour> resets() {
    byte[] text = frame(Frames.TEXT, ascii("hello"));
    byte[] message = frame(Frames.BINARY, new byte[16 * KIB]);
    var raw =
        Stream.of(
                NOTHING,
                ascii("GET /ws/ec"),
                ascii("GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
                ascii("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf"),
                handshake("/ws/echo"),
                join(handshake("/ws/echo"), text))
            .map(bytes -> Behaviour.raw(NOTHING, Flow.once(bytes)));
    var echo =
        Stream.of(
                NOTHING,
                new byte[] {(byte) Frames.TEXT},
                join(header(Frames.BINARY, KIB), new byte[KIB / 2]),
                frame(Frames.FIRST_TEXT, ascii("hello")),
                Frames.close(1000, NOTHING),
                times(16, message))
            .map(bytes -> Behaviour.websocket("/ws/echo", Flow.once(bytes)));
    var room =
        Stream.of(NOTHING, text, times(16, message))
            .map(bytes -> Behaviour.websocket("/ws/room", Flow.once(bytes)))
            .map(behaviour -> behaviour.withReading(Reading.UNTIL_OPENED));
    return Stream.of(raw, echo, room).flatMap(each -> each).toList();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
