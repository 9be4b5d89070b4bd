package dev.parley;

import dev.parley.internal.app.GroupDefinition;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What an {@link App} and a {@link Router} have in common: routes, and what applies to all of them.
 *
 * <p>Not safe for use from several threads; everything is registered before the start.
 *
 * @param <G> the type itself, for chaining
 */
public abstract sealed class RouteGroup<G extends RouteGroup<G>> permits App, Router {
  final GroupDefinition definition;

  RouteGroup(GroupDefinition definition) {
    this.definition = definition;
  }

  abstract G self();

  /**
   * Adds the annotated methods of objects: routes, {@link Provides providers}, {@link OnError error
   * mappings}.
   *
   * @param objects the objects; their methods need not be public
   * @return this group
   */
  public G routes(Object... objects) {
    definition.addObjects(List.of(objects));
    return self();
  }

  /**
   * Serves WebSocket connections to a path.
   *
   * @param path the path template; see {@link WebSocketRoute#value()}
   * @param handler what each connection does
   * @return this group
   */
  public G websocket(String path, WebSocketHandler handler) {
    definition.addSocket(path, handler);
    return self();
  }

  /**
   * Serves GET requests for a path; HEAD is answered by it, too.
   *
   * @param path the path template
   * @param handler what answers
   * @return this group
   */
  public G get(String path, HttpHandler handler) {
    return http("GET", path, handler);
  }

  /**
   * Serves POST requests for a path.
   *
   * @param path the path template
   * @param handler what answers
   * @return this group
   */
  public G post(String path, HttpHandler handler) {
    return http("POST", path, handler);
  }

  /**
   * Serves PUT requests for a path.
   *
   * @param path the path template
   * @param handler what answers
   * @return this group
   */
  public G put(String path, HttpHandler handler) {
    return http("PUT", path, handler);
  }

  /**
   * Serves PATCH requests for a path.
   *
   * @param path the path template
   * @param handler what answers
   * @return this group
   */
  public G patch(String path, HttpHandler handler) {
    return http("PATCH", path, handler);
  }

  /**
   * Serves DELETE requests for a path.
   *
   * @param path the path template
   * @param handler what answers
   * @return this group
   */
  public G delete(String path, HttpHandler handler) {
    return http("DELETE", path, handler);
  }

  /**
   * Adds routes under a common path.
   *
   * @param prefix the path in front of theirs; starts with a slash and does not end with one
   * @param routes adds the routes
   * @return this group
   */
  public G router(String prefix, Consumer<Router> routes) {
    routes.accept(new Router(definition.child(prefix)));
    return self();
  }

  /**
   * Resolves dependencies before every route of this group runs; see {@link Requires}.
   *
   * @param types the types, in order
   * @return this group
   */
  public G requires(Class<?>... types) {
    definition.require(List.of(types));
    return self();
  }

  /**
   * Limits the connections of each WebSocket route of this group, one by one: further handshakes
   * are answered with 503 and {@code Retry-After}. What an inner group or {@link
   * WebSocketRoute#maxConnections()} says counts before it.
   *
   * @param most how many connections, 1 to 10000000
   * @return this group
   */
  public G maxConnections(int most) {
    definition.maxConnections(OptionText.requireRange("maxConnections", most, 1, 10_000_000));
    return self();
  }

  /**
   * Maps an exception type, and the types below it, to what the peer is told. The nearest type
   * counts, and of groups the innermost.
   *
   * @param type the exception type
   * @param mapping makes the reply
   * @param <E> the exception type
   * @return this group
   */
  public <E extends Throwable> G onError(Class<E> type, Function<? super E, ErrorReply> mapping) {
    definition.mapError(type, mapping);
    return self();
  }

  private G http(String method, String path, HttpHandler handler) {
    definition.addHttp(method, path, handler);
    return self();
  }
}
