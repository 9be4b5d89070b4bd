package dev.parley.test;

import dev.parley.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An HTTP response as a test sees it.
 *
 * @param status the status
 * @param headers the headers
 * @param body the body, possibly empty
 */
public record TestResponse(int status, Headers headers, byte[] body) {
  /**
   * Returns the first value of a header.
   *
   * @param name the name, in any letter case
   * @return the value, or empty
   */
  public Optional<String> header(String name) {
    return headers.first(name);
  }

  /**
   * Returns the body as text.
   *
   * @return the body, decoded as UTF-8
   */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * Returns the body as JSON of any shape.
   *
   * @return the value
   * @throws AssertionError if the body is no JSON
   */
  public JsonNode json() {
    return TestJson.read(text(), "the body of the response");
  }

  /**
   * Returns the JSON body as a value of a type.
   *
   * @param type the type
   * @param <T> the type
   * @return the value
   * @throws AssertionError if the body is no JSON or does not fit the type
   */
  public <T> T as(Class<T> type) {
    return TestJson.read(text(), type, "the body of the response");
  }

  /** Returns the status and the beginning of the body, for failure messages. */
  @Override
  public String toString() {
    return body.length == 0 ? "" + status : status + " " + Descriptions.cut(text());
  }
}
