package dev.parley.conformance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a test proves: numbers of rows in {@code docs/conformance.md}, which {@link
 * ConformancePageTest} holds against what came of the run.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Outcomes.class)
public @interface Proves {
  /** Requirements of RFC 6455: section and letter. */
  String[] rfc6455() default {};

  /** Requirements of RFC 7692: section and letter. */
  String[] rfc7692() default {};

  /** Requirements of RFC 8441: section and letter. */
  String[] rfc8441() default {};

  /** Numbers of the checklist. */
  int[] checklist() default {};
}
