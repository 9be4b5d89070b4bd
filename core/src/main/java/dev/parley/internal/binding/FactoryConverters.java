package dev.parley.internal.binding;

import dev.parley.Converter;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Converters for types that say themselves how they are read from text: by a static method {@code
 * of}, {@code parse}, {@code valueOf} or {@code fromString}, or by a constructor. Types of the JDK
 * are left out: {@code new File(text)} is no parsing.
 */
final class FactoryConverters {
  private static final List<String> NAMES = List.of("of", "parse", "valueOf", "fromString");

  private FactoryConverters() {}

  /** Finds the converter of a class. */
  static Optional<Converter<?>> find(Class<?> type) {
    if (type.getName().startsWith("java.")) {
      return Optional.empty();
    }
    return factory(type)
        .map(method -> Handles.of(type, method))
        .or(() -> constructor(type).map(Handles::of))
        .map(handle -> described(type, text -> call(handle, text)));
  }

  /** Makes the converter of a record of one component. */
  static Converter<?> ofRecord(Class<?> type, Converter<?> component) {
    var constructor = Handles.of(Handles.canonicalConstructor(type));
    return described(type, text -> call(constructor, component.convert(text)));
  }

  private static Described described(Class<?> type, Described.Reading reading) {
    return new Described("a valid " + Names.words(type.getSimpleName()), reading);
  }

  private static Object call(MethodHandle handle, Object argument) throws Throwable {
    return (Object) handle.invokeExact(new Object[] {argument});
  }

  private static Optional<Method> factory(Class<?> type) {
    return NAMES.stream()
        .flatMap(
            name -> Arrays.stream(type.getDeclaredMethods()).filter(m -> m.getName().equals(name)))
        .filter(method -> Modifier.isStatic(method.getModifiers()) && takesText(method))
        .filter(method -> type.isAssignableFrom(method.getReturnType()))
        .findFirst();
  }

  private static Optional<Constructor<?>> constructor(Class<?> type) {
    return Modifier.isAbstract(type.getModifiers())
        ? Optional.empty()
        : Arrays.stream(type.getDeclaredConstructors())
            .filter(FactoryConverters::takesText)
            .findFirst();
  }

  private static boolean takesText(java.lang.reflect.Executable executable) {
    return !Modifier.isPrivate(executable.getModifiers())
        && Arrays.equals(executable.getParameterTypes(), new Class<?>[] {String.class});
  }
}
