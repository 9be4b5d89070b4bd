package dev.parley.internal.binding;

import dev.parley.ConfigurationException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Method handles for members of user code, whatever their visibility. */
final class Handles {
  private static final MethodType ON_ARRAY = MethodType.methodType(Object.class, Object[].class);

  private Handles() {}

  /**
   * Makes a handle that takes the arguments as one array.
   *
   * @param target the object whose method it is; not used for a static method
   * @throws ConfigurationException if the module of the method does not let us in
   */
  static MethodHandle of(Object target, Method method) {
    try {
      method.setAccessible(true);
      var handle = MethodHandles.lookup().unreflect(method).asFixedArity();
      boolean isStatic = Modifier.isStatic(method.getModifiers());
      return onArray(isStatic ? handle : handle.bindTo(target));
    } catch (InaccessibleObjectException | IllegalAccessException refused) {
      throw notOpen(method, refused);
    }
  }

  /**
   * Makes a handle that takes the arguments as one array.
   *
   * @throws ConfigurationException if the module of the constructor does not let us in
   */
  static MethodHandle of(Constructor<?> constructor) {
    try {
      constructor.setAccessible(true);
      return onArray(MethodHandles.lookup().unreflectConstructor(constructor).asFixedArity());
    } catch (InaccessibleObjectException | IllegalAccessException refused) {
      throw notOpen(constructor, refused);
    }
  }

  /** The constructor of a record that takes its components. */
  static Constructor<?> canonicalConstructor(Class<?> type) {
    var components =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(components);
    } catch (NoSuchMethodException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static MethodHandle onArray(MethodHandle handle) {
    return handle.asSpreader(Object[].class, handle.type().parameterCount()).asType(ON_ARRAY);
  }

  private static ConfigurationException notOpen(Member member, Exception refused) {
    var type = member.getDeclaringClass();
    var problem =
        new ConfigurationException(
            """
            %s cannot be called: its module does not open package %s.
              Add 'opens %s to dev.parley;' to the module-info of %s.\
            """
                .formatted(
                    Names.of(member),
                    type.getPackageName(),
                    type.getPackageName(),
                    type.getModule().getName()));
    problem.initCause(refused);
    return problem;
  }
}
