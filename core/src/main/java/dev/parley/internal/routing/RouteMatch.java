package dev.parley.internal.routing;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What serves a path.
 *
 * @param socket the WebSocket route
 * @param http the HTTP routes by method
 */
public record RouteMatch(
    Optional<Match<Route.Socket>> socket, Map<String, Match<Route.Http>> http) {
  static final RouteMatch NONE = new RouteMatch(Optional.empty(), Map.of());

  /**
   * A route and the values that its template found in the path.
   *
   * @param route the route
   * @param pathParams the decoded values by name, in the order of the template
   * @param <R> the kind of route
   */
  public record Match<R extends Route>(R route, Map<String, String> pathParams) {}

  /** Tells whether nothing serves the path: the answer is 404. */
  public boolean isEmpty() {
    return socket.isEmpty() && http.isEmpty();
  }

  /** Finds the route for a method; HEAD is served by that of GET (RFC 9110, section 9.3.2). */
  public Optional<Match<Route.Http>> http(String method) {
    return Optional.ofNullable(http.get(method.equals("HEAD") ? "GET" : method));
  }

  /**
   * The methods that the path allows, for 405 and its {@code Allow} (RFC 9110, section 10.2.1);
   * none if it has a WebSocket route alone, the answer to which is 426.
   */
  public SortedSet<String> allowedMethods() {
    var methods = new TreeSet<>(http.keySet());
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
  }
}
