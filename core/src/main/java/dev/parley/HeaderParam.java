package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Takes a parameter from a header.
 *
 * <p>Header names ignore letter case. A {@link java.util.List} takes every repeated header.
 *
 * <p>The declared type says what is accepted: {@link String}, numbers, {@code boolean}, enums,
 * {@link java.util.UUID}, {@code java.time} types, records of one component, any type with a
 * registered converter, {@link java.util.Optional} of these, and {@link java.util.List} of these. A
 * missing or bad value is refused before the handshake is answered with 422 and a JSON body that
 * lists every problem; no dependency and no handler has run by then.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface HeaderParam {
  /**
   * Returns the name on the wire.
   *
   * @return the name; empty for the Java name in kebab case ({@code userAgent} is {@code
   *     user-agent})
   */
  String value() default "";
}
