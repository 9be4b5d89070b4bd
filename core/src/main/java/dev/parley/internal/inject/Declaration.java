package dev.parley.internal.inject;

import dev.parley.Scope;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way to come by a dependency, as it was registered.
 *
 * @param type the type that it provides, with its arguments
 * @param scope how long an instance lives
 * @param ownership who keeps and closes an instance
 * @param source where it was declared, for messages: {@code Chat.user}
 * @param inputs what it takes
 * @param making makes an instance
 */
public record Declaration(
    Type type, Scope scope, Ownership ownership, String source, List<Input> inputs, Making making) {
  /** Who keeps and closes an instance. */
  public enum Ownership {
    /** Kept once made, and closed with its scope. */
    OWNED,

    /** Kept once made; somebody else closes it. */
    BORROWED,

    /** Asked for each time, at no cost; somebody else keeps and closes it. */
    EXTERNAL
  }

  /** Makes an instance. */
  @FunctionalInterface
  public interface Making {
    /**
     * Makes one.
     *
     * @param arguments the values of the parameters, in order
     * @return the instance; null if there is none
     * @throws Throwable what the provider threw
     */
    @Nullable Object make(@Nullable Object[] arguments) throws Throwable;
  }

  /** An instance that somebody else made. */
  public static Declaration external(Type type, String source, Object instance) {
    return new Declaration(
        type, Scope.APPLICATION, Ownership.EXTERNAL, source, List.of(), _ -> instance);
  }
}
