package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Resolves dependencies before a route runs although its method does not take them.
 *
 * <p>Use it for checks that refuse by throwing, such as a permission. On a class it applies to
 * every route of the class. They are resolved in the order given, before the dependencies of the
 * handler.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Requires {
  /**
   * Returns the types to resolve.
   *
   * @return the types, in order
   */
  Class<?>[] value();
}
