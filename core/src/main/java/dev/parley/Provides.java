package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a provider: the annotated method makes the dependency that it returns.
 *
 * <p>Parameters of a provider are resolved like those of a handler. A result that is {@link
 * AutoCloseable} is closed when its scope ends, in the reverse order of creation, whatever ended
 * it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Provides {
  /**
   * Returns how long an instance lives.
   *
   * @return the scope; {@link Scope#CONNECTION} by default
   */
  Scope value() default Scope.CONNECTION;
}
