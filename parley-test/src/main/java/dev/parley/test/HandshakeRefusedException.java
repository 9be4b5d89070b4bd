package dev.parley.test;

import dev.parley.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Thrown where a handshake was answered with an HTTP response in place of 101.
 *
 * <p>Its cause is the exception of the handler, where that was the reason and nothing maps it.
 */
public final class HandshakeRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient TestResponse response;

  HandshakeRefusedException(String target, TestResponse response, @Nullable Throwable failure) {
    super(message(target, response, failure), failure);
    this.response = response;
  }

  private static String message(String target, TestResponse response, @Nullable Throwable failure) {
    String answer = "The handshake for " + target + " was refused with " + response + ".";
    return failure == null ? answer : answer + " The handler threw " + failure + ".";
  }

  /**
   * Returns the response.
   *
   * @return the response
   */
  public TestResponse response() {
    return response;
  }

  /**
   * Returns the status of the response.
   *
   * @return 300 to 599
   */
  public int status() {
    return response.status();
  }

  /**
   * Returns the headers of the response.
   *
   * @return the headers
   */
  public Headers headers() {
    return response.headers();
  }

  /**
   * Returns the body of the response.
   *
   * @return the body as text
   */
  public String text() {
    return response.text();
  }

  /**
   * Returns the JSON body of the response.
   *
   * @return the value
   * @throws AssertionError if the body is no JSON
   */
  public JsonNode json() {
    return response.json();
  }
}
