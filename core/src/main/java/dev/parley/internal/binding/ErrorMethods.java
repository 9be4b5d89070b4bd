package dev.parley.internal.binding;

import dev.parley.ConfigurationException;
import dev.parley.ErrorReply;
import dev.parley.OnError;
import dev.parley.internal.app.GroupDefinition.ErrorMapping;
import dev.parley.internal.inject.Sneaky;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** From methods with {@link OnError} to mappings of exceptions. */
final class ErrorMethods {
  private ErrorMethods() {}

  /**
   * The mappings of an object.
   *
   * @throws ConfigurationException if a method does not take one exception and return an {@link
   *     ErrorReply}, or two take the same one
   */
  static List<ErrorMapping> of(AnnotatedObject object) {
    var mappings = new ArrayList<ErrorMapping>();
    for (var method : object.methodsWith(OnError.class)) {
      var mapping = mapping(object.target(), method);
      if (mappings.stream().anyMatch(other -> other.type() == mapping.type())) {
        throw new ConfigurationException(
            "%s maps %s, as another method does. Keep one of them."
                .formatted(Names.of(method), Names.of(mapping.type())));
      }
      mappings.add(mapping);
    }
    return mappings;
  }

  private static ErrorMapping mapping(Object target, Method method) {
    var parameters = method.getParameterTypes();
    if (parameters.length != 1
        || !Throwable.class.isAssignableFrom(parameters[0])
        || method.getReturnType() != ErrorReply.class) {
      throw new ConfigurationException(
          "%s is no error mapping. Write it as '@OnError ErrorReply %s(SomeException failure)'."
              .formatted(Names.of(method), method.getName()));
    }
    var bound = new BoundMethod(target, method);
    return new ErrorMapping(
        parameters[0].asSubclass(Throwable.class), failure -> reply(bound, failure));
  }

  private static ErrorReply reply(BoundMethod method, Throwable failure) {
    try {
      return Objects.requireNonNull((ErrorReply) method.call(new Object[] {failure}));
    } catch (Throwable second) {
      throw Sneaky.unchecked(second);
    }
  }
}
