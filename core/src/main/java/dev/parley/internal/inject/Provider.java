package dev.parley.internal.inject;

import dev.parley.Scope;
import dev.parley.internal.inject.Declaration.Ownership;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way to come by a dependency of which is known that it works: everything that it needs was
 * found.
 *
 * @param declaration what was registered
 * @param arguments where the values of its parameters come from
 * @param slot its place among the instances of its scope
 */
record Provider(Declaration declaration, List<Argument> arguments, int slot) {
  /** How long an instance lives. */
  Scope scope() {
    return declaration.scope();
  }

  /** Whether an instance is kept for the next who asks. */
  boolean isKept() {
    return declaration.ownership() != Ownership.EXTERNAL;
  }

  /** Whether it reads from the request itself. */
  boolean readsRequest() {
    return arguments.stream().anyMatch(Argument.Read.class::isInstance);
  }

  /** Makes an instance; {@link Absent} if the provider returns null. */
  Made make(Instances instances) throws Throwable {
    var values = instances.read(this);
    fill(arguments, instances, values);
    var instance = declaration.making().make(values);
    return instance == null
        ? Made.borrowed(new Absent(this::returnedNull))
        : made(instance, values);
  }

  /** Puts the dependencies between the values that were read from the request, left to right. */
  static void fill(List<Argument> arguments, Instances instances, @Nullable Object[] values)
      throws Throwable {
    for (int i = 0; i < values.length; i++) {
      if (!(arguments.get(i) instanceof Argument.Read)) {
        values[i] = arguments.get(i).value(instances);
      }
    }
  }

  /** The type and the place of its declaration, for messages. */
  @Override
  public String toString() {
    return GenericType.shortText(declaration.type()) + " (" + declaration.source() + ")";
  }

  private Made made(Object instance, @Nullable Object[] values) {
    boolean owned = declaration.ownership() == Ownership.OWNED;
    return owned && instance instanceof AutoCloseable toClose && !isAmong(values, instance)
        ? new Made(instance, Optional.of(toClose))
        : Made.borrowed(instance);
  }

  /** Who returns one of its arguments does not own it: its own provider closes it. */
  @SuppressWarnings("ReferenceEquality") // The very instance is meant, not one like it.
  private static boolean isAmong(@Nullable Object[] values, Object instance) {
    for (var value : values) {
      if (value == instance) {
        return true;
      }
    }
    return false;
  }

  private IllegalStateException returnedNull() {
    return new IllegalStateException(
        "Provider "
            + declaration.source()
            + " returned null for "
            + GenericType.shortText(declaration.type())
            + ". Return an instance, throw an HttpException, or take an Optional of it.");
  }
}
