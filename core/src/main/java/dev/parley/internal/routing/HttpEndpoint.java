package dev.parley.internal.routing;

import dev.parley.internal.inject.RequestScope;
import org.jspecify.annotations.Nullable;

/** What an HTTP route does with a request: resolves parameters, then runs the handler. */
@FunctionalInterface
public interface HttpEndpoint {
  /**
   * Serves a request on its virtual thread.
   *
   * @return what the handler returned; see {@link dev.parley.Get}
   * @throws Throwable what the handler, or the resolution of its parameters, threw, unwrapped
   */
  @Nullable Object serve(RequestScope scope) throws Throwable;
}
