package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a record on the wire, where it is one of the messages of a sealed interface.
 *
 * <p>Without it the name is the simple name of the record with a small first letter: {@code Say} is
 * {@code say}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface MessageType {
  /**
   * Returns the value of the discriminator.
   *
   * @return the name, unique within the sealed interface
   */
  String value();
}
