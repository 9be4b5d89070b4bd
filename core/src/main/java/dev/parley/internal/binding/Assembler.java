package dev.parley.internal.binding;

import dev.parley.ConfigurationException;
import dev.parley.Request;
import dev.parley.internal.app.AppDefinition;
import dev.parley.internal.inject.Catalog;
import dev.parley.internal.inject.Engine;
import dev.parley.internal.inject.Wiring;
import dev.parley.internal.json.JsonCodec;
import dev.parley.internal.routing.Route;
import dev.parley.internal.routing.RouteTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** From what an application registered to what can run. */
public final class Assembler {
  private final AppDefinition definition;
  private final RouteScan scan;
  private final Converters converters;
  private final ParameterBinder binder;
  private final List<String> problems = new ArrayList<>();

  private Assembler(AppDefinition definition, JsonCodec json) {
    this.definition = definition;
    this.scan = new RouteScan(definition.root());
    this.converters = new Converters(definition.converters());
    this.binder = new ParameterBinder(converters, json, ConstraintSupport.find());
  }

  /**
   * Binds every route and wires every dependency.
   *
   * @param definition what was registered
   * @param frameworkInstances what the engine gives, by exactly its type; asked for when it is
   *     needed
   * @param json reads bodies
   * @throws ConfigurationException with everything that does not fit together
   */
  public static Assembly assemble(
      AppDefinition definition, Map<Class<?>, Supplier<?>> frameworkInstances, JsonCodec json) {
    return assemble(definition, frameworkInstances, json, Map.of());
  }

  /**
   * Binds every route and wires every dependency, some of them replaced by a test.
   *
   * @param definition what was registered
   * @param frameworkInstances what the engine gives, by exactly its type; asked for when it is
   *     needed
   * @param json reads bodies
   * @param overrides what replaces the provider of exactly a type, at every level; the test closes
   *     what it returns
   * @throws ConfigurationException with everything that does not fit together
   */
  public static Assembly assemble(
      AppDefinition definition,
      Map<Class<?>, Supplier<?>> frameworkInstances,
      JsonCodec json,
      Map<Class<?>, Function<Request, ?>> overrides) {
    var assembler = new Assembler(definition, json);
    return assembler.assembly(assembler.catalog(frameworkInstances, overrides));
  }

  private Catalog catalog(
      Map<Class<?>, Supplier<?>> frameworkInstances,
      Map<Class<?>, Function<Request, ?>> overrides) {
    var catalog = new Catalog(definition.containers());
    frameworkInstances.forEach(
        (type, instance) -> catalog.addEngineType(Engine.instance(type, instance)));
    var declarations = new Declarations(catalog, binder, problems);
    declarations.addMethods(scan.providers());
    declarations.addProvisions(definition.provisions());
    declarations.addIdentities(definition.identities());
    overrides.forEach(catalog::override);
    return catalog;
  }

  private Assembly assembly(Catalog catalog) {
    var wiring = new Wiring(catalog);
    var routes = routes(new RouteBinder(binder, catalog, wiring));
    problems.addAll(0, scan.problems());
    problems.addAll(wiring.problems());
    var tree = tree(routes);
    if (tree.isEmpty() || !problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    var warnings = Stream.concat(scan.warnings().stream(), tree.get().warnings().stream()).toList();
    return new Assembly(tree.get(), wiring.dependencies(), converters, scan.rootErrors(), warnings);
  }

  private List<Route> routes(RouteBinder routeBinder) {
    var routes = new ArrayList<Route>();
    for (var declared : scan.routes()) {
      try {
        routeBinder.bind(declared).ifPresent(routes::add);
      } catch (ConfigurationException bad) {
        problems.addAll(bad.problems());
      }
    }
    return routes;
  }

  private Optional<RouteTree> tree(List<Route> routes) {
    try {
      return Optional.of(RouteTree.of(routes));
    } catch (ConfigurationException bad) {
      problems.addAll(bad.problems());
      return Optional.empty();
    }
  }
}
