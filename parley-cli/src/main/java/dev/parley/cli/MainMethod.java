package dev.parley.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The method that a program starts with, by the rules of the java command (JLS 25, 12.1.4). */
final class MainMethod {
  private static final String REMEDY = "; add: void main() { Parley.run(this); }";

  private final Class<?> type;
  private final Method method;

  private MainMethod(Class<?> type, Method method) {
    this.type = type;
    this.method = method;
    method.setAccessible(true);
  }

  /**
   * Finds {@code main(String[])}, else {@code main()}, declared or inherited.
   *
   * @throws UserProblem if there is none
   */
  static MainMethod of(Class<?> type) {
    return declared(type, String[].class)
        .or(() -> declared(type))
        .map(method -> new MainMethod(type, method))
        .orElseThrow(() -> new UserProblem(type.getName() + " has no main method" + REMEDY));
  }

  private static Optional<Method> declared(Class<?> type, Class<?>... parameters) {
    for (Class<?> one = type; one != null && one != Object.class; one = one.getSuperclass()) {
      for (var method : one.getDeclaredMethods()) {
        if (method.getName().equals("main")
            && Arrays.equals(method.getParameterTypes(), parameters)
            && method.getReturnType() == void.class
            && !Modifier.isPrivate(method.getModifiers())) {
          return Optional.of(method);
        }
      }
    }
    return Optional.empty();
  }

  /** Calls it on this thread, on a new object if it is not static. */
  void call(List<String> arguments) throws Throwable {
    try {
      var target = Modifier.isStatic(method.getModifiers()) ? null : newInstance(type);
      if (method.getParameterCount() == 0) {
        method.invoke(target);
      } else {
        method.invoke(target, (Object) arguments.toArray(String[]::new));
      }
    } catch (InvocationTargetException failure) {
      throw withoutCallers(Objects.requireNonNull(failure.getCause()));
    }
  }

  /** Makes an object of a class by its constructor without parameters. */
  static Object newInstance(Class<?> type) throws ReflectiveOperationException {
    try {
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (NoSuchMethodException | InstantiationException impossible) {
      throw new UserProblem(
          type.getName()
              + " cannot be made; it should be no abstract class and have a constructor without"
              + " parameters.");
    }
  }

  /** Cuts the trace of a failure behind the program's own part. */
  private static Throwable withoutCallers(Throwable failure) {
    var own = new ArrayList<StackTraceElement>();
    for (var element : failure.getStackTrace()) {
      if (element.getClassName().equals(MainMethod.class.getName())) {
        break;
      }
      own.add(element);
    }
    while (!own.isEmpty() && isReflection(own.getLast().getClassName())) {
      own.removeLast();
    }
    failure.setStackTrace(own.toArray(StackTraceElement[]::new));
    return failure;
  }

  private static boolean isReflection(String type) {
    return type.startsWith("jdk.internal.reflect.") || type.equals(Method.class.getName());
  }
}
