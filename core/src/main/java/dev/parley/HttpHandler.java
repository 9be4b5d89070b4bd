package dev.parley;

import org.jspecify.annotations.Nullable;

/** An HTTP handler as a lambda: {@code app.get("/time", request -> Instant.now())}. */
@FunctionalInterface
public interface HttpHandler {
  /**
   * Answers one request; see {@link Get} for what the result becomes.
   *
   * @param request the request
   * @return the response, or a value to make one from
   * @throws Exception whatever went wrong; mapped to an HTTP status
   */
  @Nullable Object handle(Request request) throws Exception;
}
