package dev.parley.internal.inject;

import dev.parley.Problem;
import dev.parley.Request;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes the value of one parameter from a request: cheap, and without running any provider. */
public interface RequestReader {
  /**
   * Reads the value.
   *
   * @param request the request
   * @param problems gets what is wrong; the result does not count then
   * @return the value
   * @throws dev.parley.HttpException with 404 if a path parameter does not convert, or for a body
   *     that cannot be read at all
   */
  @Nullable Object read(Request request, List<Problem> problems);

  /** The names of the path parameters that it reads, which the template must have. */
  default Set<String> pathParams() {
    return Set.of();
  }
}
