package dev.parley.robustness;

import static dev.parley.robustness.Frames.join;
import static dev.parley.robustness.Frames.times;
import static dev.parley.robustness.Http2Frames.CONTINUATION;
import static dev.parley.robustness.Http2Frames.END_HEADERS;
import static dev.parley.robustness.Http2Frames.END_STREAM;
import static dev.parley.robustness.Http2Frames.HEADERS;
import static dev.parley.robustness.Http2Frames.MOST_PAYLOAD_BYTES;
import static dev.parley.robustness.Http2Frames.PING;
import static dev.parley.robustness.Http2Frames.SETTINGS;
import static dev.parley.robustness.Http2Frames.frame;
import static dev.parley.robustness.Http2Frames.opening;

import dev.parley.robustness.Behaviour.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What is done to a server by clients of HTTP/2. */
final class Http2Attacks {
  private static final int KIB = 1024;

  /** As many as a server takes at a time. */
  private static final int STREAMS = 100;

  private static final int MANY_STREAMS = 1_000;

  /** The first entry of the dynamic table (RFC 7541, section 2.3.3). */
  private static final byte FIRST_OF_TABLE = (byte) 0xbe;

  private Http2Attacks() {}

  static List<Behaviour> silent() {
    return List.of(Behaviour.raw(opening(), Flow.silence()));
  }

  static List<Behaviour> resets() {
    byte[] get = Http2Frames.request("GET", "/hello");
    byte[] flood =
        streams(
            MANY_STREAMS,
            id -> join(frame(HEADERS, END_HEADERS | END_STREAM, id, get), Http2Frames.cancel(id)));
    return List.of(Behaviour.raw(opening(), Flow.times(1, flood)));
  }

  static List<Behaviour> frames() {
    return List.of(
        Behaviour.raw(opening(), Flow.forever(times(KIB, frame(PING, 0, 0, new byte[8])))),
        Behaviour.raw(opening(), Flow.forever(times(KIB, frame(SETTINGS, 0, 0)))));
  }

  static List<Behaviour> continuations() {
    byte[] begun = frame(HEADERS, 0, 1, Http2Frames.request("GET", "/hello"));
    byte[] large =
        frame(CONTINUATION, 0, 1, Http2Frames.field("x", "y".repeat(MOST_PAYLOAD_BYTES - 6)));
    return List.of(
        Behaviour.raw(join(opening(), begun), Flow.forever(large)),
        Behaviour.raw(join(opening(), begun), Flow.forever(times(KIB, frame(CONTINUATION, 0, 1)))));
  }

  /** A field of 4 KB, which each byte that follows has once more. */
  static List<Behaviour> repeatedFields() {
    byte[] kept = Http2Frames.indexedField("x", "y".repeat(4_000));
    byte[] again = new byte[8 * KIB];
    java.util.Arrays.fill(again, FIRST_OF_TABLE);
    byte[] block = join(Http2Frames.request("GET", "/hello"), kept, again);
    return List.of(
        Behaviour.raw(
            opening(), Flow.times(1, frame(HEADERS, END_HEADERS | END_STREAM, 1, block))));
  }

  static List<Behaviour> headsWithoutBody() {
    return requestsWithoutBody(new byte[0]);
  }

  static List<Behaviour> largeHeadsWithoutBody() {
    return requestsWithoutBody(
        IntStream.range(0, 90)
            .mapToObj(i -> Http2Frames.field("x-field-" + (100 + i), "x".repeat(140)))
            .reduce(new byte[0], Frames::join));
  }

  private static List<Behaviour> requestsWithoutBody(byte[] fields) {
    byte[] block = join(Http2Frames.request("POST", "/upload"), fields);
    byte[] requests = streams(STREAMS, id -> frame(HEADERS, END_HEADERS, id, block));
    return List.of(Behaviour.raw(opening(), Flow.times(1, requests)));
  }

  static List<Behaviour> streamsBeyondTheLimit() {
    byte[] handshake = Http2Frames.handshake("/ws/echo");
    byte[] opened = streams(MANY_STREAMS, id -> frame(HEADERS, END_HEADERS, id, handshake));
    return List.of(Behaviour.raw(opening(), Flow.times(1, opened)));
  }

  /** Members of a room on streams that take no data, and one of HTTP/1.1 that publishes. */
  static List<Behaviour> withoutWindow(int lines, Behaviour publisher) {
    byte[] handshake = Http2Frames.handshake("/ws/room");
    byte[] joined = streams(STREAMS, id -> frame(HEADERS, END_HEADERS, id, handshake));
    var all = new ArrayList<Behaviour>();
    all.add(publisher);
    for (int i = 1; i < lines; i++) {
      all.add(Behaviour.raw(Http2Frames.openingWithoutWindow(), Flow.times(1, joined)));
    }
    return all;
  }

  static List<Behaviour> answersNobodyReads() {
    byte[] get = Http2Frames.request("GET", "/hello");
    byte[] requests = streams(STREAMS, id -> frame(HEADERS, END_HEADERS | END_STREAM, id, get));
    return List.of(
        Behaviour.raw(Http2Frames.openingWithoutWindow(), Flow.times(1, requests)),
        Behaviour.raw(opening(), Flow.times(1, requests)).withReading(Reading.NEVER));
  }

  /** What is done on streams 1, 3, 5 and so on. */
  private static byte[] streams(int count, IntFunction<byte[]> done) {
    return join(
        IntStream.range(0, count).mapToObj(i -> done.apply(2 * i + 1)).toArray(byte[][]::new));
  }
}
