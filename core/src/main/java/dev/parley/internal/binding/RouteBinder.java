package dev.parley.internal.binding;

import dev.parley.ConfigurationException;
import dev.parley.internal.binding.RouteDeclaration.Serving;
import dev.parley.internal.inject.Catalog;
import dev.parley.internal.inject.Input;
import dev.parley.internal.inject.Plan;
import dev.parley.internal.inject.RouteNeeds;
import dev.parley.internal.inject.Wiring;
import dev.parley.internal.routing.HttpEndpoint;
import dev.parley.internal.routing.PathTemplate;
import dev.parley.internal.routing.Route;
import dev.parley.internal.routing.SocketEndpoint;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** From declared routes to routes that can run. */
final class RouteBinder {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private final ParameterBinder binder;
  private final Catalog catalog;
  private final Wiring wiring;

  RouteBinder(ParameterBinder binder, Catalog catalog, Wiring wiring) {
    this.binder = binder;
    this.catalog = catalog;
    this.wiring = wiring;
  }

  /**
   * Binds a route.
   *
   * @return empty if it needs what nothing provides, which the wiring has noted then
   * @throws ConfigurationException if its path, its parameters or its result cannot work
   */
  Optional<Route> bind(RouteDeclaration declared) {
    return switch (declared.serving()) {
      case Serving.SocketMethod(var method, var subprotocols) -> {
        requireNoResult(method);
        requireTokens(method, subprotocols);
        yield plan(declared, method, Role.SOCKET)
            .map(plan -> socket(declared, subprotocols, new MethodEndpoint(plan, method)));
      }
      case Serving.SocketLambda(var handler) ->
          plan(declared, List.of(), true)
              .map(plan ->
                  socket(
                      declared,
                      List.of(),
                      (ws, scope) -> {
                        plan.arguments(scope);
                        handler.handle(ws);
                      }));
      case Serving.HttpMethod(var verb, var method) ->
          plan(declared, method, verb.equals("GET") ? Role.HTTP_GET : Role.HTTP)
              .map(plan -> http(declared, verb, new MethodEndpoint(plan, method)));
      case Serving.HttpLambda(var verb, var handler) ->
          plan(declared, List.of(), false)
              .map(plan ->
                  http(
                      declared,
                      verb,
                      scope -> {
                        plan.arguments(scope);
                        return handler.handle(scope.request());
                      }));
    };
  }

  private Optional<Plan> plan(RouteDeclaration declared, BoundMethod method, Role role) {
    return plan(declared, binder.bind(method, role, catalog::provides), role == Role.SOCKET);
  }

  private Optional<Plan> plan(RouteDeclaration declared, List<Input> inputs, boolean hasWebSocket) {
    var template = template(declared);
    return wiring.plan(
        new RouteNeeds(
            declared.source(),
            declared.path(),
            template.parameterNames(),
            hasWebSocket,
            declared.required(),
            inputs));
  }

  private static PathTemplate template(RouteDeclaration declared) {
    try {
      return PathTemplate.parse(declared.path());
    } catch (ConfigurationException bad) {
      throw new ConfigurationException(declared.source() + ": " + bad.getMessage());
    }
  }

  private static Route socket(
      RouteDeclaration declared, List<String> subprotocols, SocketEndpoint endpoint) {
    return new Route.Socket(
        declared.path(),
        declared.source(),
        declared.errors(),
        subprotocols,
        endpoint,
        declared.maxConnections());
  }

  private static Route http(RouteDeclaration declared, String verb, HttpEndpoint endpoint) {
    return new Route.Http(declared.path(), declared.source(), declared.errors(), verb, endpoint);
  }

  private static void requireNoResult(BoundMethod method) {
    var result = method.method().getReturnType();
    if (result != void.class) {
      throw new ConfigurationException(
          "%s returns %s, but nobody takes the result of a WebSocket route. Send it, and return nothing."
              .formatted(method.source(), Names.of(result)));
    }
  }

  private static void requireTokens(BoundMethod method, List<String> subprotocols) {
    for (var name : subprotocols) {
      if (!TOKEN.matcher(name).matches()) {
        throw new ConfigurationException(
            "Subprotocol '%s' of %s is no token. Use letters, digits, '-' and '.'."
                .formatted(name, method.source()));
      }
    }
  }
}
