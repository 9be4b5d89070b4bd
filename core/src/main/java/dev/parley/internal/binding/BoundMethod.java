package dev.parley.internal.binding;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** A method of an object of user code, ready to be called. */
final class BoundMethod {
  private final Object target;
  private final Method method;
  private final MethodHandle handle;

  /**
   * Binds a method.
   *
   * @throws dev.parley.ConfigurationException if it cannot be called
   */
  BoundMethod(Object target, Method method) {
    this.target = target;
    this.method = method;
    this.handle = Handles.of(target, method);
  }

  /** Calls it; what it throws comes out as it is. */
  @Nullable Object call(@Nullable Object[] arguments) throws Throwable {
    return (Object) handle.invokeExact(arguments);
  }

  Object target() {
    return target;
  }

  Method method() {
    return method;
  }

  /** Where it was declared, for messages. */
  String source() {
    return Names.of(method);
  }
}
