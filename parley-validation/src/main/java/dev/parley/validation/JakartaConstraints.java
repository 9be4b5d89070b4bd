package dev.parley.validation;

import dev.parley.ConfigurationException;
import dev.parley.Problem;
import dev.parley.spi.Constraints;
import jakarta.validation.ConstraintDeclarationException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.jspecify.annotations.Nullable;

/**
 * Checks the constraints of Jakarta Validation with Hibernate Validator. Found by Parley by itself
 * once this module is on the class path.
 *
 * <p>Messages are those of the constraints in English, so that a client gets the same everywhere.
 */
public final class JakartaConstraints implements Constraints {
  private final Validator validator;

  /** Creates the validator; called by Parley at start-up. */
  public JakartaConstraints() {
    // Without an expression language: a message is text, and nothing of a client is evaluated.
    var factory =
        Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(
                new ParameterMessageInterpolator(
                    Set.of(Locale.ENGLISH), Locale.ENGLISH, context -> Locale.ENGLISH, false))
            .buildValidatorFactory();
    validator = factory.getValidator();
  }

  @Override
  public List<Problem> check(String in, Object value) {
    if (!(value instanceof Collection<?> several)) {
      return problems(in, "", value);
    }
    var all = new ArrayList<Problem>();
    int index = 0;
    for (Object one : several) {
      all.addAll(problems(in, "[" + index + "]", one));
      index++;
    }
    return all;
  }

  private List<Problem> problems(String in, String prefix, Object value) {
    return validator.validate(value).stream()
        .map(violation -> problem(in, prefix, violation))
        .sorted(Comparator.comparing(Problem::name).thenComparing(Problem::message))
        .toList();
  }

  private static Problem problem(String in, String prefix, ConstraintViolation<?> violation) {
    String path = violation.getPropertyPath().toString();
    String name = prefix.isEmpty() || path.isEmpty() ? prefix + path : prefix + "." + path;
    return new Problem(in, name, sentence(violation), null);
  }

  @Override
  public Optional<ParameterCheck> forMethod(@Nullable Object target, Method method) {
    if (target == null) {
      return Optional.empty();
    }
    var constrained =
        refusing(
            method,
            () ->
                validator
                    .getConstraintsForClass(method.getDeclaringClass())
                    .getConstraintsForMethod(method.getName(), method.getParameterTypes()));
    if (constrained.isEmpty() || !constrained.get().hasConstrainedParameters()) {
      return Optional.empty();
    }
    int count = method.getParameterCount();
    return Optional.of((parameter, value) -> check(target, method, count, parameter, value));
  }

  private List<String> check(
      Object target, Method method, int count, int parameter, @Nullable Object value) {
    var arguments = new @Nullable Object[count];
    arguments[parameter] = value;
    return validator.forExecutables().validateParameters(target, method, arguments).stream()
        .filter(violation -> parameterIndex(violation) == parameter)
        .map(JakartaConstraints::sentence)
        .sorted()
        .toList();
  }

  private static int parameterIndex(ConstraintViolation<?> violation) {
    for (Path.Node node : violation.getPropertyPath()) {
      if (node.getKind() == ElementKind.PARAMETER) {
        return node.as(Path.ParameterNode.class).getParameterIndex();
      }
    }
    return -1;
  }

  private static <T> Optional<T> refusing(Method method, Supplier<@Nullable T> look) {
    try {
      return Optional.ofNullable(look.get());
    } catch (ConstraintDeclarationException unfit) {
      throw new ConfigurationException(
          "A constraint of "
              + method.getDeclaringClass().getSimpleName()
              + "."
              + method.getName()
              + " does not fit: "
              + unfit.getMessage());
    }
  }

  /** "must not be blank" becomes "Must not be blank.". */
  private static String sentence(ConstraintViolation<?> violation) {
    String message = violation.getMessage();
    if (message.isEmpty()) {
      return "Not valid.";
    }
    String start = message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1);
    return start.endsWith(".") ? start : start + ".";
  }
}
