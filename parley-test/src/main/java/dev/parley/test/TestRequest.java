package dev.parley.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request about to be sent: {@code client.request("PUT", "/rooms/7").header("If-Match",
 * "3").json(room).send()}.
 *
 * <p>For one request and one thread.
 */
public final class TestRequest {
  private static final byte[] NO_BODY = {};

  private final TestClient client;
  private final String method;
  private final String target;
  private final List<Map.Entry<String, String>> headers = new ArrayList<>();
  private final List<String> cookies = new ArrayList<>();
  private byte[] body = NO_BODY;

  TestRequest(TestClient client, String method, String target) {
    this.client = client;
    this.method = method;
    this.target = target;
  }

  /**
   * Adds a header field.
   *
   * @param name the name
   * @param value the value
   * @return this request
   */
  public TestRequest header(String name, String value) {
    headers.add(Map.entry(name, value));
    return this;
  }

  /**
   * Adds a cookie for this request alone, besides those of the client.
   *
   * @param name the name
   * @param value the value
   * @return this request
   */
  public TestRequest cookie(String name, String value) {
    cookies.add(name + "=" + value);
    return this;
  }

  /**
   * Sets a JSON body.
   *
   * @param value the value to write as JSON
   * @return this request
   */
  public TestRequest json(@Nullable Object value) {
    return body("application/json", TestJson.bytes(value));
  }

  /**
   * Sets a body of text as it is: malformed JSON, for instance.
   *
   * @param contentType the media type
   * @param text the text, sent as UTF-8
   * @return this request
   */
  public TestRequest body(String contentType, String text) {
    return body(contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sets a body of bytes.
   *
   * @param contentType the media type
   * @param bytes the bytes
   * @return this request
   */
  public TestRequest body(String contentType, byte[] bytes) {
    body = bytes.clone();
    return header("content-type", contentType);
  }

  /**
   * Sends the request and waits for the response. What the handler threw and nothing maps is thrown
   * here, as it is.
   *
   * @return the response
   * @throws AssertionError if there is no response within {@link TestClient#deadline()}
   */
  public TestResponse send() {
    var exchange = new Exchange(client);
    try {
      var response = exchange.ask(text());
      var failure = exchange.handler().flatMap(HandlerRecord::takeFailure);
      if (failure.isPresent()) {
        throw Raising.raise(failure.get());
      }
      return response;
    } finally {
      exchange.end();
    }
  }

  /**
   * Sends the request and requires a status. An exception of the handler counts as expected: with
   * 500, a crash is what the test is about.
   *
   * @param status the status that the response must have
   * @return the response
   * @throws AssertionError if the response has another status, or there is none within {@link
   *     TestClient#deadline()}
   */
  public TestResponse expect(int status) {
    var exchange = new Exchange(client);
    try {
      var response = exchange.ask(text());
      if (response.status() != status) {
        var failure = exchange.handler().flatMap(HandlerRecord::takeFailure);
        throw new AssertionError(
            "Expected " + status + " for " + method + " " + target + ", got " + response + ".",
            failure.orElse(null));
      }
      return response;
    } finally {
      exchange.end();
    }
  }

  private RequestText text() {
    var all = client.commonHeaders(target, cookies);
    all.addAll(headers);
    all.add(Map.entry("connection", "close"));
    if (body.length > 0
        || method.equals("POST")
        || method.equals("PUT")
        || method.equals("PATCH")) {
      all.add(Map.entry("content-length", "" + body.length));
    }
    return new RequestText(method, target, all, body);
  }
}
