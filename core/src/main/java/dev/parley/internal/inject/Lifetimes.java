package dev.parley.internal.inject;

import dev.parley.Scope;

/** Which values are there for as long as the application. */
final class Lifetimes {
  private Lifetimes() {}

  /** Tells whether a provider of application scope may take this. */
  static boolean fitsApplication(Argument argument) {
    return switch (argument) {
      case Argument.Read _ -> false;
      case Argument.CurrentScope _ -> true;
      case Argument.Instance(var provider) -> provider.scope() == Scope.APPLICATION;
      case Argument.Maybe(var provider) -> provider.scope() == Scope.APPLICATION;
      // Instances opened for one unit of work may be made without a connection if all that they
      // build on is there without one.
      case Argument.Anew(var provider) ->
          provider.arguments().stream().allMatch(Lifetimes::fitsApplication);
    };
  }
}
