package dev.parley;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Thrown by user code to refuse a request or a handshake with an HTTP status.
 *
 * <p>The answer has the JSON body {@code {"detail": ...}}. After acceptance of a WebSocket, a
 * status of 401 closes it with 4401, 403 with 4403, any other 4xx with 1008 and 5xx with 1011, the
 * detail being the reason.
 */
public class HttpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String detail;
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  /**
   * Creates the exception.
   *
   * @param status the HTTP status, 300 to 599
   * @param detail the text for the peer
   * @throws IllegalArgumentException if the status is not within 300 to 599
   */
  public HttpException(int status, String detail) {
    super(status + " " + detail);
    if (status < 300 || status > 599) {
      throw new IllegalArgumentException("Status is " + status + "; expected 300 to 599.");
    }
    this.status = status;
    this.detail = detail;
  }

  /**
   * Adds a header to the answer.
   *
   * @param name the name
   * @param value the value
   * @return this exception
   */
  public final HttpException withHeader(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /**
   * Returns the status.
   *
   * @return 300 to 599
   */
  public final int status() {
    return status;
  }

  /**
   * Returns the text for the peer.
   *
   * @return the detail
   */
  public final String detail() {
    return detail;
  }

  /**
   * Returns the headers of the answer.
   *
   * @return a copy
   */
  public final Map<String, String> headers() {
    return Map.copyOf(headers);
  }
}
