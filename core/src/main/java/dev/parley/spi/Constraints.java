package dev.parley.spi;

import dev.parley.Problem;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks constraint annotations, such as those of Jakarta Validation, on values that came from a
 * peer.
 *
 * <p>One implementation is found at start-up by {@link java.util.ServiceLoader}: that of the module
 * {@code parley-validation}. Without one, a constraint annotation on a parameter, on a component of
 * a parameter group or of a body fails start-up. Implementations are safe to use from any thread.
 *
 * <p>Parameters and parameter groups are checked by the binding of routes; bodies and messages by
 * whoever reads their JSON.
 */
public interface Constraints {
  /**
   * Checks a value that was read from a peer: a record with its components, and what lies within
   * them.
   *
   * @param in what the problems name as their place: {@code body}, {@code message}, or for a
   *     parameter group {@code query}
   * @param value the record, or a collection of records
   * @return everything that is wrong, each with the path of the component ({@code items[2].price})
   *     as its name; empty if nothing is
   */
  List<Problem> check(String in, Object value);

  /**
   * Looks at the parameters of a method once, at start-up.
   *
   * @param target the object whose method it is; null for a static method
   * @param method the method of a route or provider
   * @return what checks its arguments; empty if no parameter carries a constraint
   * @throws dev.parley.ConfigurationException if a constraint does not fit the type it stands on
   */
  Optional<ParameterCheck> forMethod(@Nullable Object target, Method method);

  /** Checks the arguments of one method, one by one. */
  @FunctionalInterface
  interface ParameterCheck {
    /**
     * Checks one argument against the constraints that stand on its parameter. What lies within a
     * record is left to {@link Constraints#check}.
     *
     * @param parameter the place of the parameter, the first being 0
     * @param value the argument
     * @return what is wrong, as sentences for the peer; empty if nothing is
     */
    List<String> check(int parameter, @Nullable Object value);
  }
}
