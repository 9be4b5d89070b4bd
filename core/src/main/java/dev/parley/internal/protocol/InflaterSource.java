package dev.parley.internal.protocol;

import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Where a {@link FrameReader} has the inflaters of compressed messages from. */
public interface InflaterSource {
  /** A compressed message begins. */
  void begin();

  /** The inflater of the message that has begun; null if it has been taken away. */
  @Nullable Inflater inflater();

  /** The message has ended, or will never. */
  void end();

  /** Memory to inflate into, until the next read. */
  byte[] scratch();

  /** Whether a message may refer to the one before (RFC 7692, section 7.1.1.2). */
  boolean remembersMessages();
}
