package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives the value of a query, header or cookie parameter that the client left out.
 *
 * <p>The text is converted at start-up, once, like a value of the client; one that does not convert
 * fails start-up.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface DefaultValue {
  /**
   * Returns the default as text.
   *
   * @return the text to convert
   */
  String value();
}
