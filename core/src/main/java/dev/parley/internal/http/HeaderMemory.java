package dev.parley.internal.http;

import dev.parley.Headers;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Tells how much memory headers take without making it public API. */
public final class HeaderMemory {
  private static volatile @Nullable ToIntFunction<Headers> heldBytes;

  private HeaderMemory() {}

  /** Called once by {@link Headers} itself. */
  public static void open(ToIntFunction<Headers> access) {
    heldBytes = access;
  }

  /** About how many bytes headers take that others do not share. */
  public static int heldBytes(Headers headers) {
    var access = heldBytes;
    if (access == null) {
      throw new IllegalStateException("Headers is not initialised.");
    }
    return access.applyAsInt(headers);
  }
}
