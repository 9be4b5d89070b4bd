package dev.parley.internal.binding;

import dev.parley.App;
import dev.parley.MessageType;
import dev.parley.Parley;
import java.util.List;

/** Applications that must not start, and what they are made of. */
abstract class StartupErrors {
  static List<String> problemsOf(Object... routes) {
    return problemsOf(Parley.create().routes(routes));
  }

  /** The problems, without the names of tests in those of its classes. */
  static List<String> problemsOf(App app) {
    return AssembledApp.problemsOf(app).stream()
        .map(problem ->
            problem.replaceAll(
                "(dev\\.parley\\.internal\\.binding\\.)?(ParameterErrors|DependencyErrors|StartupErrors)(Test)?\\.\\d*",
                ""))
        .toList();
  }

  record Missing() {}

  sealed interface Sealed {}

  @MessageType("same")
  record One() implements Sealed {}

  @MessageType("same")
  record Other() implements Sealed {}

  interface Animal {}

  static final class Cat implements Animal {}

  static final class Dog implements Animal {}

  static final class Bird {}

  static final class Fish {}

  static final class Db {}

  static final class OfRequest {}
}
