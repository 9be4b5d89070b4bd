package dev.parley.internal.binding;

import dev.parley.ConfigurationException;
import dev.parley.Delete;
import dev.parley.Get;
import dev.parley.Patch;
import dev.parley.Post;
import dev.parley.Provides;
import dev.parley.Put;
import dev.parley.WebSocketRoute;
import dev.parley.internal.app.GroupDefinition;
import dev.parley.internal.app.GroupDefinition.Entry;
import dev.parley.internal.binding.RouteDeclaration.Serving;
import dev.parley.internal.routing.ErrorMappings;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Walks through the groups of an application and lists its routes and providers, in order. */
final class RouteScan {
  private final List<RouteDeclaration> routes = new ArrayList<>();
  private final List<BoundMethod> providers = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final ErrorMappings rootErrors;

  RouteScan(GroupDefinition root) {
    this.rootErrors = scan(root, GroupContext.NONE).errors();
  }

  List<RouteDeclaration> routes() {
    return routes;
  }

  /** The methods that provide dependencies. */
  List<BoundMethod> providers() {
    return providers;
  }

  List<String> problems() {
    return problems;
  }

  List<String> warnings() {
    return warnings;
  }

  /** What exceptions become where no route says so. */
  ErrorMappings rootErrors() {
    return rootErrors;
  }

  private GroupContext scan(GroupDefinition group, GroupContext outer) {
    var objects = new IdentityHashMap<Object, AnnotatedObject>();
    var mappings = new ArrayList<>(group.errorMappings());
    for (var entry : group.entries()) {
      if (entry instanceof Entry.Objects(var targets)) {
        targets.forEach(
            target -> attempt("", () -> objects.put(target, AnnotatedObject.of(target))));
      }
    }
    objects.values().stream()
        .filter(object -> object.routes().isEmpty())
        .forEach(object -> attempt("", () -> mappings.addAll(ErrorMethods.of(object))));
    try {
      var context =
          outer
              .within(group.prefix(), group.required(), mappings)
              .limitedTo(group.maxConnections());
      group.entries().forEach(entry -> scan(entry, context, objects));
      return context;
    } catch (ConfigurationException badPrefix) {
      problems.addAll(badPrefix.problems());
      return outer;
    }
  }

  private void scan(Entry entry, GroupContext group, Map<Object, AnnotatedObject> objects) {
    switch (entry) {
      case Entry.Objects(var targets) ->
          targets.stream()
              .flatMap(target -> Stream.ofNullable(objects.get(target)))
              .forEach(object -> scan(object, group));
      case Entry.Socket(var path, var handler) ->
          add(group, Origin.LAMBDA, new Mapped(path, new Serving.SocketLambda(handler)));
      case Entry.Http(var verb, var path, var handler) ->
          add(group, Origin.LAMBDA, new Mapped(path, new Serving.HttpLambda(verb, handler)));
      case Entry.Child(var child) -> scan(child, group);
    }
  }

  private void scan(AnnotatedObject object, GroupContext group) {
    var name = Names.of(object.target().getClass());
    if (object.methods().isEmpty()) {
      warnings.add(
          "%s has no annotated method and adds nothing. Annotate one, such as with @WebSocketRoute."
              .formatted(name));
    }
    for (var method : object.methodsWith(Provides.class)) {
      attempt("", () -> providers.add(new BoundMethod(object.target(), method)));
    }
    if (!object.routes().isEmpty()) {
      attempt(name + ": ", () -> scanRoutes(object, group));
    }
  }

  private void scanRoutes(AnnotatedObject object, GroupContext group) {
    var context = group.within(object.prefix(), object.required(), ErrorMethods.of(object));
    for (var method : object.routes()) {
      attempt("", () -> scanRoutes(new BoundMethod(object.target(), method), context));
    }
  }

  private void scanRoutes(BoundMethod method, GroupContext context) {
    var origin = new Origin(method.source(), AnnotatedObject.required(method.method()));
    for (var annotation : method.method().getAnnotations()) {
      var limited = context.limitedBy(annotation, method.source());
      mapped(annotation, method).ifPresent(mapped -> add(limited, origin, mapped));
    }
  }

  private static Optional<Mapped> mapped(Annotation annotation, BoundMethod method) {
    return switch (annotation) {
      case WebSocketRoute route ->
          Optional.of(
              new Mapped(
                  route.value(), new Serving.SocketMethod(method, List.of(route.subprotocols()))));
      case Get route -> Optional.of(http(route.value(), "GET", method));
      case Post route -> Optional.of(http(route.value(), "POST", method));
      case Put route -> Optional.of(http(route.value(), "PUT", method));
      case Patch route -> Optional.of(http(route.value(), "PATCH", method));
      case Delete route -> Optional.of(http(route.value(), "DELETE", method));
      default -> Optional.empty();
    };
  }

  private static Mapped http(String path, String verb, BoundMethod method) {
    return new Mapped(path, new Serving.HttpMethod(verb, method));
  }

  private void add(GroupContext context, Origin origin, Mapped mapped) {
    attempt(
        origin.source() + ": ",
        () ->
            routes.add(
                new RouteDeclaration(
                    context.path(mapped.path()),
                    origin.source(),
                    Stream.concat(context.required().stream(), origin.required().stream()).toList(),
                    context.errors(),
                    context.maxConnections(),
                    mapped.serving())));
  }

  private void attempt(String who, Runnable step) {
    try {
      step.run();
    } catch (ConfigurationException bad) {
      bad.problems().forEach(problem -> problems.add(who + problem));
    }
  }

  /** Where a route was declared, and what it alone resolves first. */
  private record Origin(String source, List<Class<?>> required) {
    static final Origin LAMBDA = new Origin("lambda", List.of());
  }

  /** What a route runs, and on which path within its group. */
  private record Mapped(String path, Serving serving) {}
}
