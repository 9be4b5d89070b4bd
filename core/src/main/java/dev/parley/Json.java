package dev.parley;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON objects in one line, with their fields in order. */
public final class Json {
  private Json() {}

  /**
   * Makes an object: {@code Json.object("type", "ping", "at", Instant.now())}.
   *
   * @param namesAndValues names and values in turn
   * @return the object, in that order
   * @throws IllegalArgumentException if a name is no text or lacks its value
   */
  public static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "The last name has no value; expected names and values in turn.");
    }
    var object = new LinkedHashMap<String, @Nullable Object>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (!(namesAndValues[i] instanceof String name)) {
        throw new IllegalArgumentException("Name " + namesAndValues[i] + " is no text.");
      }
      object.put(name, namesAndValues[i + 1]);
    }
    return object;
  }
}
