package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Puts a path in front of the paths of every route of a class. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Prefix {
  /**
   * Returns the prefix, for example {@code /api}.
   *
   * @return a path template that starts with a slash and does not end with one
   */
  String value();
}
