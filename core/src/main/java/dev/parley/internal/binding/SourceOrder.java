package dev.parley.internal.binding;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The methods of a class in the order of its source, which is the order of routes. Reflection does
 * not keep it; the class file does.
 */
final class SourceOrder {
  private SourceOrder() {}

  /** The methods that a class declares; by name where its class file cannot be read. */
  static List<Method> methods(Class<?> type) {
    var places = places(type);
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .sorted(
            Comparator.<Method>comparingInt(
                    method -> places.getOrDefault(key(method), Integer.MAX_VALUE))
                .thenComparing(SourceOrder::key))
        .toList();
  }

  private static Map<String, Integer> places(Class<?> type) {
    var places = new HashMap<String, Integer>();
    var file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (var bytes = type.getResourceAsStream(file)) {
      if (bytes == null) {
        return Map.of();
      }
      for (var method : ClassFile.of().parse(bytes.readAllBytes()).methods()) {
        places.put(
            method.methodName().stringValue() + method.methodType().stringValue(), places.size());
      }
      return places;
    } catch (IOException | IllegalArgumentException unreadable) {
      return Map.of();
    }
  }

  private static String key(Method method) {
    return method.getName()
        + MethodType.methodType(method.getReturnType(), method.getParameterTypes())
            .descriptorString();
  }
}
