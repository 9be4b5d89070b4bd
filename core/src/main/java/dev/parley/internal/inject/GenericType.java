package dev.parley.internal.inject;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Questions about a type with its arguments, such as {@code Repository<User>}. */
public final class GenericType {
  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          boolean.class, Boolean.class,
          byte.class, Byte.class,
          char.class, Character.class,
          double.class, Double.class,
          float.class, Float.class,
          int.class, Integer.class,
          long.class, Long.class,
          short.class, Short.class);

  private GenericType() {}

  /** The type without primitives. */
  public static Type boxed(Type type) {
    return type instanceof Class<?> primitive ? BOXES.getOrDefault(primitive, primitive) : type;
  }

  /** The class without type arguments. */
  public static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> self -> self;
      case ParameterizedType generic -> raw(generic.getRawType());
      case GenericArrayType array -> raw(array.getGenericComponentType()).arrayType();
      case WildcardType wildcard -> raw(wildcard.getUpperBounds()[0]);
      case TypeVariable<?> variable -> raw(variable.getBounds()[0]);
      default -> throw new IllegalArgumentException("Type " + type + " is of no known kind.");
    };
  }

  /** The one type argument of a generic class: {@code User} of {@code Optional<User>}. */
  public static Optional<Type> argumentOf(Type type, Class<?> generic) {
    return type instanceof ParameterizedType given && given.getRawType() == generic
        ? Optional.of(given.getActualTypeArguments()[0])
        : Optional.empty();
  }

  /** The type with its arguments as it is written, nested classes with a dot. */
  public static String text(Type type) {
    return name(type, Map.of()).replace('$', '.');
  }

  /** The type as it is written where everything is imported. */
  public static String shortText(Type type) {
    return text(type).replaceAll("\\b(?:[a-z_]\\w*\\.)+", "");
  }

  /** The full name of the type and its arguments; the same for types that are the same. */
  static String name(Type type) {
    return name(boxed(type), Map.of());
  }

  /** The full names of the type and of everything it extends and implements. */
  static Set<String> namesOfAll(Type type) {
    var names = new LinkedHashSet<String>();
    addAll(boxed(type), Map.of(), names);
    return names;
  }

  private static void addAll(Type type, Map<String, String> outer, Set<String> names) {
    names.add(name(type, outer));
    var raw = raw(type);
    var variables = raw.getTypeParameters();
    boolean erased = type instanceof Class<?> && variables.length > 0;
    var inner = new HashMap<String, String>();
    if (type instanceof ParameterizedType generic) {
      for (int i = 0; i < variables.length; i++) {
        inner.put(variables[i].getName(), name(generic.getActualTypeArguments()[i], outer));
      }
    }
    for (var above : supertypes(raw)) {
      addAll(erased ? raw(above) : above, inner, names);
    }
  }

  private static List<Type> supertypes(Class<?> raw) {
    var above = new ArrayList<>(Arrays.asList(raw.getGenericInterfaces()));
    var superclass = raw.getGenericSuperclass();
    if (superclass != null) {
      above.add(superclass);
    }
    return above;
  }

  private static String name(Type type, Map<String, String> variables) {
    Function<Type, String> within = inner -> name(inner, variables);
    return switch (type) {
      case Class<?> raw -> raw.getTypeName();
      case ParameterizedType generic ->
          Arrays.stream(generic.getActualTypeArguments())
              .map(within)
              .collect(Collectors.joining(", ", name(generic.getRawType()) + "<", ">"));
      case GenericArrayType array -> within.apply(array.getGenericComponentType()) + "[]";
      case TypeVariable<?> variable ->
          variables.getOrDefault(variable.getName(), variable.getName());
      case WildcardType wildcard -> wildcard(wildcard, within);
      default -> type.getTypeName();
    };
  }

  private static String wildcard(WildcardType wildcard, Function<Type, String> within) {
    return wildcard.getLowerBounds().length > 0
        ? "? super " + within.apply(wildcard.getLowerBounds()[0])
        : "? extends " + within.apply(wildcard.getUpperBounds()[0]);
  }
}
