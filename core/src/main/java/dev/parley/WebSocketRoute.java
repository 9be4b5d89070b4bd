package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Serves WebSocket connections to a path with the annotated method.
 *
 * <p>The method is called once for each connection, on a virtual thread of its own, after all of
 * its parameters were resolved and before the handshake is answered (RFC 6455, section 4.2). When
 * it returns, the connection is closed with 1000; when it throws, with the code of the exception,
 * or with 1011.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface WebSocketRoute {
  /**
   * Returns the path template: literal segments, {@code {name}} for one segment, {@code {name:int}}
   * with a converter ({@code str}, {@code int}, {@code long}, {@code float}, {@code uuid}) and
   * {@code {name:path}} for the rest of the path.
   *
   * @return the template, starting with a slash
   */
  String value();

  /**
   * Returns the subprotocols that this route speaks, the preferred one first (RFC 6455, section
   * 1.9). The first that the client offers is chosen when the handler does not choose itself.
   *
   * @return the names; none by default
   */
  String[] subprotocols() default {};

  /**
   * Returns how many connections this route may have; further handshakes are answered with 503 and
   * {@code Retry-After}.
   *
   * @return the number, at least 1; by default that of the group, else no limit but the server's
   */
  int maxConnections() default Integer.MAX_VALUE;
}
