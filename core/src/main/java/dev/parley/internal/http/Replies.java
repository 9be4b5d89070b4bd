package dev.parley.internal.http;

import dev.parley.Headers;
import dev.parley.HttpException;
import dev.parley.InvalidRequestException;
import dev.parley.Json;
import dev.parley.Problem;
import dev.parley.Request;
import dev.parley.Response;
import dev.parley.internal.http.HttpReply.Content;
import dev.parley.internal.json.JsonCodec;
import dev.parley.internal.routing.ErrorMappings;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From what handlers return and throw to what is written. */
public final class Replies {
  private static final Logger LOG = LoggerFactory.getLogger("dev.parley.http");
  private static final byte[] NO_BYTES = {};

  private final JsonCodec json;
  private final BiConsumer<Request, Throwable> onCrash;

  /**
   * Creates it.
   *
   * @param onCrash told of exceptions that nothing maps
   */
  public Replies(JsonCodec json, BiConsumer<Request, Throwable> onCrash) {
    this.json = json;
    this.onCrash = onCrash;
  }

  /** Makes the reply for what a handler returned; see {@link dev.parley.Get}. */
  public HttpReply ofResult(@Nullable Object result) {
    return switch (result) {
      case null -> of(Response.status(204));
      case Response response -> of(response);
      case String text -> of(Response.ok().text(text));
      case byte[] bytes -> of(Response.ok().bytes("application/octet-stream", bytes));
      default -> of(Response.ok().json(result));
    };
  }

  /** Makes the reply for a response. */
  public HttpReply of(Response response) {
    byte[] body = hasContent(response.status()) ? body(response) : NO_BYTES;
    return new HttpReply(response.status(), response.headers(), new Content.Bytes(body));
  }

  /** Tells whether a status may have content (RFC 9110, sections 15.3.5 and 15.4.5). */
  private static boolean hasContent(int status) {
    return status != 204 && status != 304;
  }

  private byte[] body(Response response) {
    return switch (response.body()) {
      case byte[] bytes -> bytes;
      case Response.JsonBody(var value) -> json.write(value);
      case null, default -> NO_BYTES;
    };
  }

  /** Makes a reply with the JSON body {@code {"detail": ...}}. */
  public HttpReply problem(int status, String detail) {
    return of(Response.status(status).json(Json.object("detail", detail)));
  }

  /** Makes the reply for an exception, by the nearest mapping; one that nothing maps is logged. */
  public HttpReply ofFailure(Request request, Throwable failure, ErrorMappings mappings) {
    try {
      var mapped = mappings.find(failure);
      if (mapped.isPresent()) {
        return problem(mapped.get().status(), mapped.get().message());
      }
    } catch (RuntimeException mapping) {
      failure.addSuppressed(mapping);
      return crash(request, failure);
    }
    return switch (failure) {
      case HttpException http -> of(withHeaders(http));
      case InvalidRequestException invalid ->
          of(Response.status(422).json(Json.object("detail", details(invalid.problems()))));
      default -> crash(request, failure);
    };
  }

  private static Response withHeaders(HttpException http) {
    var response = Response.status(http.status()).json(Json.object("detail", http.detail()));
    for (var header : http.headers().entrySet()) {
      response = response.withHeader(header.getKey(), header.getValue());
    }
    return response;
  }

  private static List<Object> details(List<Problem> problems) {
    return List.copyOf(problems);
  }

  private HttpReply crash(Request request, Throwable failure) {
    LOG.error("{} {} failed", request.method(), request.rawPath(), failure);
    onCrash.accept(request, failure);
    return problem(500, "Internal Server Error");
  }

  /** Returns a reply without its content, as an answer to HEAD. */
  static HttpReply withoutContent(HttpReply reply) {
    long length =
        switch (reply.content()) {
          case Content.Bytes(var bytes) -> bytes.length;
          case Content.FilePart part -> part.length();
        };
    Headers headers =
        reply.headers().first("content-length").isPresent()
            ? reply.headers()
            : reply.headers().with("content-length", Long.toString(length));
    return new HttpReply(reply.status(), headers, new Content.Bytes(NO_BYTES));
  }
}
