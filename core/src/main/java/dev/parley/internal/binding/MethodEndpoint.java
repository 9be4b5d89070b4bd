package dev.parley.internal.binding;

import dev.parley.WebSocket;
import dev.parley.internal.inject.Plan;
import dev.parley.internal.inject.RequestScope;
import dev.parley.internal.routing.HttpEndpoint;
import dev.parley.internal.routing.SocketEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * A method that serves a route.
 *
 * @param plan how its arguments come about
 * @param method the method
 */
record MethodEndpoint(Plan plan, BoundMethod method) implements SocketEndpoint, HttpEndpoint {
  @Override
  public void serve(WebSocket ws, RequestScope scope) throws Throwable {
    method.call(plan.arguments(scope));
  }

  @Override
  public @Nullable Object serve(RequestScope scope) throws Throwable {
    return method.call(plan.arguments(scope));
  }
}
