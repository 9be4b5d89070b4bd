package dev.parley.robustness;

import static dev.parley.robustness.Frames.ascii;
import static dev.parley.robustness.Frames.frame;
import static dev.parley.robustness.Frames.handshake;
import static dev.parley.robustness.Frames.header;
import static dev.parley.robustness.Frames.join;
import static dev.parley.robustness.Frames.times;

import dev.parley.robustness.Behaviour.Ending;
import dev.parley.robustness.Behaviour.Reading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What is done to the server. */
enum Attack {
  HALF_HEADS("slowloris: request heads that never end, a byte each 5 s", 10_000, 25) {
    @Override
    List<Behaviour> behaviours(int lines) {
      var begin = ascii("GET /ws/echo HTTP/1.1\r\nHost: 127.0.0.1\r\n");
      return List.of(Behaviour.raw(begin, Flow.drip(EVERY_FIVE_SECONDS, ascii("X-Slow: yes\r\n"))));
    }
  },

  SMALL_HEADS("request heads whose body never comes", 10_000, 25) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return List.of(Behaviour.raw(ascii(UPLOAD + "Content-Length: 1\r\n\r\n"), Flow.silence()));
    }
  },

  LARGE_HALF_HEADS("request heads of 15 kB that never end, or whose body never comes", 4_000, 15) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return halfHeads(fields(90, 153));
    }
  },

  MEDIUM_HALF_HEADS("request heads of 3 kB that never end, or whose body never comes", 10_000, 15) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return halfHeads(fields(40, 60));
    }
  },

  LARGE_HEADS("WebSockets that were asked for with 15 kB", 4_000, 15) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return List.of(
          new Behaviour(
              handshake("/ws/echo", fields(90, 153)),
              true,
              Flow.silence(),
              Reading.ALWAYS,
              Ending.RESET,
              true));
    }
  },

  SLOW_READERS("10 MB published to a room whose members never read", 1_000, 20) {
    @Override
    List<Behaviour> behaviours(int lines) {
      var member = Behaviour.websocket("/ws/room", Flow.silence());
      var all =
          new ArrayList<>(Collections.nCopies(lines, member.withReading(Reading.UNTIL_OPENED)));
      // The line at the beginning of the list opens last.
      all.set(0, publisher());
      return all;
    }
  },

  PINGS("pings without end; half of the lines do not read the pongs", 50, 12) {
    @Override
    List<Behaviour> behaviours(int lines) {
      byte[] pings = times(4 * KIB, frame(Frames.PING, ascii("ping")));
      return readingOrNot(Behaviour.websocket("/ws/echo", Flow.forever(pings)));
    }
  },

  ONE_BYTE_FRAGMENTS("messages in fragments of one byte; half of them never end", 50, 12) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return fragments(new byte[] {'a'});
    }
  },

  EMPTY_FRAGMENTS("messages in fragments of no byte; half of them never end", 50, 12) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return fragments(new byte[0]);
    }
  },

  COMPRESSION_BOMB("65 kB that would inflate to 64 MiB", 100, 12) {
    @Override
    List<Behaviour> behaviours(int lines) {
      byte[] opening = handshake("/ws/echo", "Sec-WebSocket-Extensions: permessage-deflate\r\n");
      var flow = Flow.times(1, frame(COMPRESSED_TEXT, Bomb.bytes(64 * KIB * KIB)));
      var bomb = Behaviour.websocket("/ws/echo", flow);
      return List.of(
          new Behaviour(opening, true, flow, bomb.reading(), bomb.ending(), bomb.returns()));
    }
  },

  HUGE_FRAMES("frames of 16 MiB", 500, 12) {
    @Override
    List<Behaviour> behaviours(int lines) {
      byte[] begin = join(header(Frames.BINARY, 16L * KIB * KIB), new byte[64 * KIB]);
      return List.of(Behaviour.websocket("/ws/echo", Flow.times(256, begin)));
    }
  },

  HALF_MESSAGES("messages of 1 MiB whose last byte never comes", 500, 15) {
    @Override
    List<Behaviour> behaviours(int lines) {
      byte[] allButOne = join(header(Frames.BINARY, KIB * KIB), new byte[KIB * KIB - 1]);
      return List.of(Behaviour.websocket("/ws/echo", Flow.times(1, allButOne)));
    }
  },

  HALF_BODIES("HTTP bodies of 1 MiB whose last byte never comes", 500, 15) {
    @Override
    List<Behaviour> behaviours(int lines) {
      byte[] head = ascii(UPLOAD + "Content-Length: " + KIB * KIB + "\r\n\r\n");
      return List.of(Behaviour.raw(head, Flow.times(1, new byte[KIB * KIB - 1])));
    }
  },

  TINY_CHUNKS("HTTP bodies in chunks of one byte, which never end", 100, 15) {
    @Override
    List<Behaviour> behaviours(int lines) {
      byte[] head = ascii(UPLOAD + "Transfer-Encoding: chunked\r\n\r\n");
      return List.of(Behaviour.raw(head, Flow.times(1_000, times(KIB, ascii("1\r\na\r\n")))));
    }
  },

  HANDSHAKES("connect, open, leave, come again, without a pause", 200, 12) {
    @Override
    List<Behaviour> behaviours(int lines) {
      var visit = Behaviour.websocket("/ws/echo", Flow.once(Frames.close(1000, ascii("bye"))));
      return List.of(visit, visit.withEnding(Behaviour.Ending.FIN));
    }
  },

  GARBAGE("random bytes, before and after the handshake; TLS and HTTP/2 openings", 200, 12) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return Garbage.behaviours();
    }
  },

  BROKEN_TEXT("close frames and texts that break the rules", 200, 12) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return Garbage.brokenText();
    }
  },

  DESCRIPTORS("more lines than the server has descriptors", 19_400, 30) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return List.of(Behaviour.websocket("/ws/echo", Flow.silence()));
    }
  },

  RESETS("RST in every state of a line", 200, 12) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return Garbage.resets();
    }
  },

  PIPELINED("HTTP requests without waiting; half of the lines do not read", 50, 25) {
    @Override
    List<Behaviour> behaviours(int lines) {
      byte[] requests = times(500, ascii("GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
      var line = Behaviour.raw(new byte[0], Flow.forever(requests));
      return List.of(line, line.withReading(Reading.NEVER));
    }
  },

  SLOW_FRAMES("a message of 1 MiB at one byte each second", 1_000, 15) {
    @Override
    List<Behaviour> behaviours(int lines) {
      byte[] message = join(header(Frames.TEXT, KIB * KIB), times(KIB * KIB, ascii("a")));
      return List.of(Behaviour.websocket("/ws/echo", Flow.drip(Duration.ofSeconds(1), message)));
    }
  },

  NEVER_READS("250 MiB sent to an echo, nothing read", 4, 25) {
    @Override
    List<Behaviour> behaviours(int lines) {
      byte[] message = frame(Frames.BINARY, new byte[64 * KIB]);
      var line = Behaviour.websocket("/ws/echo", Flow.times(250 * 16, message));
      return List.of(line.withReading(Reading.UNTIL_OPENED).once());
    }
  },

  HTTP2_SILENT("connections that ask for nothing", 10_000, 15, HttpVersion.HTTP_2) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return Http2Attacks.silent();
    }
  },

  HTTP2_HEADS("a hundred requests on each, whose bodies never come", 100, 25, HttpVersion.HTTP_2) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return Http2Attacks.headsWithoutBody();
    }
  },

  HTTP2_LARGE_HEADS("the same with heads of 14 kB", 100, 15, HttpVersion.HTTP_2) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return Http2Attacks.largeHeadsWithoutBody();
    }
  },

  HTTP2_REPEATED_FIELDS("heads of 12 kB that would inflate to 32 MB", 100, 12, HttpVersion.HTTP_2) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return Http2Attacks.repeatedFields();
    }
  },

  HTTP2_CONTINUATIONS(
      "heads that never end, in full frames or in empty ones", 50, 12, HttpVersion.HTTP_2) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return Http2Attacks.continuations();
    }
  },

  HTTP2_RESETS("a thousand requests on each, reset at once", 50, 12, HttpVersion.HTTP_2) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return Http2Attacks.resets();
    }
  },

  HTTP2_STREAMS(
      "a thousand WebSockets on each, where a hundred are allowed", 50, 12, HttpVersion.HTTP_2) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return Http2Attacks.streamsBeyondTheLimit();
    }
  },

  HTTP2_FRAMES("PING or SETTINGS without end", 50, 12, HttpVersion.HTTP_2) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return Http2Attacks.frames();
    }
  },

  HTTP2_NO_WINDOW(
      "10 MB published to a room; a hundred members on each, without a window",
      11,
      20,
      HttpVersion.HTTP_2) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return Http2Attacks.withoutWindow(lines, publisher());
    }
  },

  HTTP2_UNREAD(
      "a hundred requests on each, whose answers nobody takes", 100, 25, HttpVersion.HTTP_2) {
    @Override
    List<Behaviour> behaviours(int lines) {
      return Http2Attacks.answersNobodyReads();
    }
  };

  private static final String UPLOAD = "POST /upload HTTP/1.1\r\nHost: 127.0.0.1\r\n";
  private static final int KIB = 1024;
  private static final int COMPRESSED_TEXT = 0xc1;
  private static final Duration EVERY_FIVE_SECONDS = Duration.ofSeconds(5);

  private final String description;
  private final int lines;
  private final int seconds;
  private final HttpVersion version;

  Attack(String description, int lines, int seconds) {
    this(description, lines, seconds, HttpVersion.HTTP_1_1);
  }

  Attack(String description, int lines, int seconds, HttpVersion version) {
    this.description = description;
    this.lines = lines;
    this.seconds = seconds;
    this.version = version;
  }

  String description() {
    return description;
  }

  /** What the lines speak. */
  HttpVersion version() {
    return version;
  }

  /** How many lines take part in a full run. */
  int lines() {
    return lines;
  }

  /** How long a full run lasts. */
  int seconds() {
    return seconds;
  }

  /** What the lines of one process do, in turn. */
  abstract List<Behaviour> behaviours(int lines);

  /** Header fields, with 90 of 153 bytes just within what a server takes. */
  private static String fields(int count, int bytesEach) {
    return IntStream.range(0, count)
        .mapToObj(i -> "X-Field-" + (100 + i) + ": " + "x".repeat(bytesEach) + "\r\n")
        .collect(Collectors.joining());
  }

  private static List<Behaviour> halfHeads(String fields) {
    var half = UPLOAD + "Content-Length: 1\r\n" + fields;
    return List.of(
        Behaviour.raw(ascii(half), Flow.silence()),
        Behaviour.raw(ascii(half + "\r\n"), Flow.silence()));
  }

  /** Publishes 10 MB in ten seconds. */
  private static Behaviour publisher() {
    byte[] message = frame(Frames.BINARY, new byte[64 * KIB]);
    return Behaviour.websocket("/ws/room", Flow.paced(Duration.ofMillis(60), 160, message));
  }

  private static List<Behaviour> readingOrNot(Behaviour behaviour) {
    return List.of(behaviour, behaviour.withReading(Reading.UNTIL_OPENED));
  }

  private static List<Behaviour> fragments(byte[] payload) {
    byte[] middle = frame(Frames.MIDDLE, payload);
    byte[] begin = join(frame(Frames.FIRST_TEXT, payload), times(1_000, middle));
    byte[] whole = join(begin, frame(Frames.LAST, payload));
    return List.of(
        Behaviour.websocket("/ws/echo", Flow.forever(times(8, whole))),
        Behaviour.websocket("/ws/echo", Flow.times(1, join(begin, times(1_000, middle)))));
  }
}
