package dev.parley.internal.binding;

import dev.parley.ConfigurationException;
import dev.parley.Delete;
import dev.parley.Get;
import dev.parley.OnError;
import dev.parley.Patch;
import dev.parley.Post;
import dev.parley.Prefix;
import dev.parley.Provides;
import dev.parley.Put;
import dev.parley.Requires;
import dev.parley.WebSocketRoute;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object of user code with its annotated methods, those of its own class first, in the order of
 * the source.
 *
 * @param target the object
 * @param methods the methods with at least one annotation of ours
 */
record AnnotatedObject(Object target, List<Method> methods) {
  private static final Set<Class<? extends Annotation>> ROUTES =
      Set.of(WebSocketRoute.class, Get.class, Post.class, Put.class, Patch.class, Delete.class);

  /**
   * Looks at an object.
   *
   * @throws ConfigurationException if it is a class instead of an object
   */
  static AnnotatedObject of(Object target) {
    if (target instanceof Class<?> type) {
      throw new ConfigurationException(
          "%s.class is a class, not an object with routes. Pass an object: routes(new %s())."
              .formatted(Names.of(type), Names.of(type)));
    }
    var methods = new ArrayList<Method>();
    var overriding = new HashSet<String>();
    for (Class<?> type = target.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (var method : SourceOrder.methods(type)) {
        // An annotated method stands for those that it overrides; one without annotations is called
        // through the one that it overrides.
        boolean isPrivate = Modifier.isPrivate(method.getModifiers());
        if (isAnnotated(method) && (isPrivate || !overriding.contains(signature(method)))) {
          methods.add(method);
        }
        if (isAnnotated(method) && !isPrivate) {
          overriding.add(signature(method));
        }
      }
    }
    return new AnnotatedObject(target, List.copyOf(methods));
  }

  /** The methods with an annotation. */
  List<Method> methodsWith(Class<? extends Annotation> annotation) {
    return methods.stream().filter(method -> method.isAnnotationPresent(annotation)).toList();
  }

  /** The methods that are routes. */
  List<Method> routes() {
    return methods.stream()
        .filter(method -> ROUTES.stream().anyMatch(method::isAnnotationPresent))
        .toList();
  }

  /** The path in front of the routes, empty if there is none. */
  String prefix() {
    var prefix = target.getClass().getAnnotation(Prefix.class);
    return prefix == null ? "" : prefix.value();
  }

  /** What every route of the class resolves first. */
  List<Class<?>> required() {
    return required(target.getClass().getAnnotation(Requires.class));
  }

  /** What a route resolves first. */
  static List<Class<?>> required(Method method) {
    return required(method.getAnnotation(Requires.class));
  }

  private static List<Class<?>> required(@Nullable Requires annotation) {
    return annotation == null ? List.of() : List.of(annotation.value());
  }

  private static boolean isAnnotated(Method method) {
    return Stream.concat(ROUTES.stream(), Stream.of(Provides.class, OnError.class))
        .anyMatch(method::isAnnotationPresent);
  }

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }
}
