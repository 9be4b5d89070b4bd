package dev.parley.internal.binding;

import dev.parley.internal.inject.GenericType;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds constraint annotations of Jakarta Validation by their names, as core does not depend on it.
 */
final class ConstraintSearch {
  private static final String PACKAGE = "jakarta.validation.";

  private ConstraintSearch() {}

  /** Tells whether a parameter or component carries a constraint, also on its type arguments. */
  static boolean isConstrained(Site site) {
    return isConstrained(site.element()) || isConstrained(site.annotatedType());
  }

  /**
   * Tells whether a record that a type is made of has a constraint on a component, at any depth.
   */
  static boolean isConstrained(Type type) {
    return isConstrained(type, new HashSet<>());
  }

  private static boolean isConstrained(Type type, Set<Class<?>> seen) {
    if (type instanceof ParameterizedType generic
        && Arrays.stream(generic.getActualTypeArguments())
            .anyMatch(argument -> isConstrained(argument, seen))) {
      return true;
    }
    var raw = GenericType.raw(type);
    if (!seen.add(raw)) {
      return false;
    }
    if (raw.isSealed()) {
      return Arrays.stream(raw.getPermittedSubclasses())
          .anyMatch(below -> isConstrained(below, seen));
    }
    return raw.isRecord()
        && Arrays.stream(raw.getRecordComponents())
            .anyMatch(component -> isConstrained(component, seen));
  }

  // The constraints of Jakarta Validation may not stand on components themselves, so they end on
  // the
  // accessor and the type.
  private static boolean isConstrained(RecordComponent component, Set<Class<?>> seen) {
    return isConstrained(component.getAccessor())
        || isConstrained(component.getAnnotatedType())
        || isConstrained(component.getGenericType(), seen);
  }

  private static boolean isConstrained(AnnotatedType type) {
    return isConstrained((AnnotatedElement) type)
        || (type instanceof AnnotatedParameterizedType generic
            && Arrays.stream(generic.getAnnotatedActualTypeArguments())
                .anyMatch(ConstraintSearch::isConstrained));
  }

  private static boolean isConstrained(AnnotatedElement element) {
    return Arrays.stream(element.getAnnotations()).anyMatch(ConstraintSearch::isConstraint);
  }

  private static boolean isConstraint(Annotation annotation) {
    var type = annotation.annotationType();
    return type.getName().startsWith(PACKAGE)
        || Arrays.stream(type.getAnnotations())
            .anyMatch(meta -> meta.annotationType().getName().equals(PACKAGE + "Constraint"));
  }
}
