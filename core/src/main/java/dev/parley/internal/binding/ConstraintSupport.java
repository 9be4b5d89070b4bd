package dev.parley.internal.binding;

import dev.parley.ConfigurationException;
import dev.parley.Problem;
import dev.parley.spi.Constraints;
import dev.parley.spi.Constraints.ParameterCheck;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** What checks constraint annotations, if anything does. */
final class ConstraintSupport {
  private final Optional<Constraints> installed;

  ConstraintSupport(Optional<Constraints> installed) {
    this.installed = installed;
  }

  /** Finds the module that checks constraints. */
  static ConstraintSupport find() {
    return new ConstraintSupport(ServiceLoader.load(Constraints.class).findFirst());
  }

  /**
   * Looks at the parameters of a method.
   *
   * @throws ConfigurationException if it carries constraints, but as a static method cannot be
   *     checked
   */
  Optional<ParameterCheck> ofMethod(BoundMethod bound, List<Site> sites) {
    boolean isStatic = Modifier.isStatic(bound.method().getModifiers());
    var target = isStatic ? null : bound.target();
    var check = installed.flatMap(constraints -> constraints.forMethod(target, bound.method()));
    if (isStatic && check.isEmpty() && sites.stream().anyMatch(ConstraintSearch::isConstrained)) {
      throw new ConfigurationException(
          "%s is static: the constraints on its parameters are not checked. Remove 'static'."
              .formatted(bound.source()));
    }
    return check;
  }

  /** Checks the components of a parameter group. */
  GroupReader.GroupCheck ofGroup(Class<?> type) {
    return installed.isPresent() && ConstraintSearch.isConstrained(type)
        ? group -> installed.get().check(TextPlace.QUERY.label(), group)
        : GroupReader.GroupCheck.NONE;
  }

  /** Checks the components of records that were read from one text each. */
  ValueCheck ofValues(Type type) {
    return installed.isPresent() && ConstraintSearch.isConstrained(type)
        ? value -> Shape.values(value).flatMap(this::messages).toList()
        : ValueCheck.NONE;
  }

  /**
   * Refuses constraints that nobody would check.
   *
   * @throws dev.parley.ConfigurationException if the site, or the record that it is read into,
   *     carries a constraint and no module checks them
   */
  void require(Site site, Type readInto) {
    if (installed.isEmpty()
        && (ConstraintSearch.isConstrained(site) || ConstraintSearch.isConstrained(readInto))) {
      throw site.refused(
          """
          it carries constraints that nothing checks.
            Add the dependency dev.parley:parley-validation.\
          """);
    }
  }

  private Stream<String> messages(Object value) {
    return installed.stream()
        .flatMap(constraints -> constraints.check(TextPlace.QUERY.label(), value).stream())
        .map(Problem::message);
  }
}
