package dev.parley.benchmarks.jmh;

import dev.parley.internal.protocol.FrameWriter;
import java.util.Random;

/** Lists of chat messages in JSON: alike, but never the same. */
final class ChatMessages {
  private static final int COUNT = 64;
  private static final String[] WORDS =
      ("the of and to in is you that it he was for on are as with his they at be this have from or"
              + " one had by word but not what all were we when your can said there use an each")
          .split(" ", -1);

  private ChatMessages() {}

  /** Text messages of a length. */
  static byte[][] frames(int bytes) {
    var random = new Random(42);
    var frames = new byte[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      frames[i] = FrameWriter.text(text(bytes, random));
    }
    return frames;
  }

  private static String text(int bytes, Random random) {
    var json = new StringBuilder("[");
    while (json.length() < bytes) {
      json.append("{\"type\":\"said\",\"id\":").append(random.nextInt(1_000_000));
      json.append(",\"user\":\"user").append(random.nextInt(500)).append("\",\"text\":\"");
      for (int i = 0; i < 8; i++) {
        json.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
      }
      json.append("\"},");
    }
    return json.substring(0, bytes);
  }
}
