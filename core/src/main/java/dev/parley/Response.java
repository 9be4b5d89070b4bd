package dev.parley;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP response.
 *
 * <p>Immutable: {@code Response.status(201).withHeader("Location", "/rooms/7").json(room)}.
 */
public final class Response {
  private final int status;
  private final Headers headers;
  private final @Nullable Object body;

  private Response(int status, Headers headers, @Nullable Object body) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("Status is " + status + "; expected 200 to 599.");
    }
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /**
   * Makes a response without body.
   *
   * @param status the status, 200 to 599
   * @return the response
   */
  public static Response status(int status) {
    return new Response(status, Headers.empty(), null);
  }

  /**
   * Makes a response with status 200 and without body.
   *
   * @return the response
   */
  public static Response ok() {
    return status(200);
  }

  /**
   * Sends the client elsewhere with status 303 (RFC 9110, section 15.4.4).
   *
   * @param location the target
   * @return the response
   */
  public static Response redirect(String location) {
    return status(303).withHeader("location", location);
  }

  /**
   * Returns the response with one header field more.
   *
   * @param name the name
   * @param value the value
   * @return a new response
   */
  public Response withHeader(String name, String value) {
    return new Response(status, headers.with(name, value), body);
  }

  /**
   * Returns the response with a JSON body.
   *
   * @param value the value to write as JSON
   * @return a new response
   */
  public Response json(@Nullable Object value) {
    return new Response(status, typed("application/json"), new JsonBody(value));
  }

  /**
   * Returns the response with a text body.
   *
   * @param text the text, sent as UTF-8
   * @return a new response
   */
  public Response text(String text) {
    return bytes("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the response with an HTML body.
   *
   * @param html the page, sent as UTF-8
   * @return a new response
   */
  public Response html(String html) {
    return bytes("text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the response with a body of any media type.
   *
   * @param contentType the media type
   * @param content the content
   * @return a new response
   */
  public Response bytes(String contentType, byte[] content) {
    return new Response(status, typed(contentType), content.clone());
  }

  /**
   * Returns the status.
   *
   * @return 200 to 599
   */
  public int status() {
    return status;
  }

  /**
   * Returns the headers.
   *
   * @return the headers
   */
  public Headers headers() {
    return headers;
  }

  /**
   * Returns the body before it is written.
   *
   * @return a {@code byte[]}, a {@link JsonBody}, or null for none
   */
  public @Nullable Object body() {
    return body;
  }

  private Headers typed(String contentType) {
    return headers.first("content-type").isPresent()
        ? headers
        : headers.with("content-type", contentType);
  }

  /**
   * A body to be written as JSON.
   *
   * @param value the value
   */
  public record JsonBody(@Nullable Object value) {}
}
