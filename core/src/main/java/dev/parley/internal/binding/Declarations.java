package dev.parley.internal.binding;

import dev.parley.ConfigurationException;
import dev.parley.Provides;
import dev.parley.Request;
import dev.parley.Scope;
import dev.parley.internal.app.AppDefinition;
import dev.parley.internal.app.AppDefinition.Provision;
import dev.parley.internal.inject.Catalog;
import dev.parley.internal.inject.Declaration;
import dev.parley.internal.inject.Declaration.Ownership;
import dev.parley.internal.inject.GenericType;
import dev.parley.internal.inject.Identities;
import dev.parley.internal.inject.Input;
import java.util.List;

/** From what an application registered to declarations of dependencies. */
final class Declarations {
  private final Catalog catalog;
  private final ParameterBinder binder;
  private final List<String> problems;

  Declarations(Catalog catalog, ParameterBinder binder, List<String> problems) {
    this.catalog = catalog;
    this.binder = binder;
    this.problems = problems;
  }

  void addMethods(List<BoundMethod> methods) {
    methods.forEach(this::addMethod);
  }

  void addProvisions(List<Provision> provisions) {
    provisions.forEach(provision -> catalog.add(declaration(provision)));
  }

  void addIdentities(List<AppDefinition.Identity> identities) {
    for (var identity : identities) {
      try {
        catalog.add(Identities.declare(identity));
      } catch (ConfigurationException bad) {
        problems.addAll(bad.problems());
      }
    }
  }

  private void addMethod(BoundMethod method) {
    var type = GenericType.boxed(method.method().getGenericReturnType());
    if (type == void.class) {
      problems.add(
          "Provider %s returns nothing. Return the dependency that it makes."
              .formatted(method.source()));
      return;
    }
    catalog.add(
        new Declaration(
            type,
            method.method().getAnnotation(Provides.class).value(),
            Ownership.OWNED,
            method.source(),
            inputs(method),
            method::call));
  }

  /**
   * What a provider takes; nothing if it cannot be bound, so that those who need it say no more.
   */
  private List<Input> inputs(BoundMethod method) {
    try {
      return binder.bind(method, Role.PROVIDER, catalog::provides);
    } catch (ConfigurationException bad) {
      problems.addAll(bad.problems());
      return List.of();
    }
  }

  private static Declaration declaration(Provision provision) {
    return switch (provision) {
      case Provision.Instance(var type, var instance) ->
          Declaration.external(type, "app.provide", instance);
      case Provision.Once(var type, var provider) ->
          new Declaration(
              type,
              Scope.APPLICATION,
              Ownership.OWNED,
              "app.provideOnce",
              List.of(),
              _ -> provider.get());
      case Provision.PerConnection(var type, var provider) ->
          new Declaration(
              type,
              Scope.CONNECTION,
              Ownership.OWNED,
              "app.providePerConnection",
              List.of(new Input.FromContainer("app.providePerConnection", Request.class)),
              arguments -> provider.apply((Request) arguments[0]));
    };
  }
}
