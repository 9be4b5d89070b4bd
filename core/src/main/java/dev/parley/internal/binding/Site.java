package dev.parley.internal.binding;

import dev.parley.ConfigurationException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Optional;

/**
 * Where a value is declared: a parameter of a method or a component of a record.
 *
 * @param element what carries the annotations
 * @param annotatedType the type with annotations of its own
 * @param javaName the name in the source; empty if the class file does not have it
 * @param where what it is called in messages
 */
record Site(
    AnnotatedElement element,
    AnnotatedType annotatedType,
    Optional<String> javaName,
    String where) {
  static Site of(Parameter parameter, int index) {
    var method = Names.of(parameter.getDeclaringExecutable());
    var where =
        parameter.isNamePresent()
            ? "parameter '%s' of %s".formatted(parameter.getName(), method)
            : "parameter %s (%s) of %s".formatted(index + 1, Names.of(parameter.getType()), method);
    return new Site(parameter, parameter.getAnnotatedType(), name(parameter), where);
  }

  static Site of(RecordComponent component) {
    var where =
        "component '%s' of %s"
            .formatted(component.getName(), Names.of(component.getDeclaringRecord()));
    return new Site(
        component, component.getAnnotatedType(), Optional.of(component.getName()), where);
  }

  Type type() {
    return annotatedType.getType();
  }

  /** Something that makes it impossible to bind. */
  ConfigurationException refused(String problem) {
    return new ConfigurationException("Cannot bind " + where + ": " + problem);
  }

  private static Optional<String> name(Parameter parameter) {
    return parameter.isNamePresent() ? Optional.of(parameter.getName()) : Optional.empty();
  }
}
