package dev.parley.internal.http;

import dev.parley.Headers;
import dev.parley.HttpException;
import java.util.Locale;

/** Whether a body may be read as JSON. */
public final class JsonBody {
  private JsonBody() {}

  /**
   * Checks the media type; none at all is taken for JSON.
   *
   * @throws HttpException with 415 if it is another one
   */
  public static void requireJson(Headers headers) {
    String type = headers.first("content-type").orElse("application/json");
    int parameters = type.indexOf(';');
    String essence =
        (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    if (!essence.equals("application/json") && !essence.endsWith("+json")) {
      throw new HttpException(415, "Content-Type is '" + essence + "'; expected application/json.");
    }
  }
}
