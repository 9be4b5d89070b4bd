package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Serves PATCH requests for a path with the annotated method.
 *
 * <p>The method runs on a virtual thread of its own, so it may block. Its return value is the
 * response: a {@link Response} as it is, a {@link String} as {@code text/plain}, a {@code byte[]}
 * as {@code application/octet-stream}, {@code void} or {@code null} as 204, anything else as JSON.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Patch {
  /**
   * Returns the path template, for example {@code /rooms/{room}}; see {@link
   * WebSocketRoute#value()}.
   *
   * @return the template, starting with a slash
   */
  String value();
}
