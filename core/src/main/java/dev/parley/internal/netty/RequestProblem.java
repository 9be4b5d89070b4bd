package dev.parley.internal.netty;

import dev.parley.ServerConfig;
import dev.parley.internal.netty.HeadCheck.Finding;
import dev.parley.internal.netty.RequestDecoder.UnreadableHead;
import io.netty.handler.codec.http.HttpRequest;

/** What to answer to a request that could not be read. */
record RequestProblem(int status, String message) {
  /** Why a request is answered with 408. */
  static final String TOO_LATE = "The request did not arrive in time.";

  static RequestProblem of(HttpRequest request, ServerConfig config) {
    return request.decoderResult().cause() instanceof UnreadableHead head
        ? of(head.finding(), config)
        : of(Finding.MALFORMED, config);
  }

  private static RequestProblem of(Finding finding, ServerConfig config) {
    return switch (finding) {
      case MALFORMED -> new RequestProblem(400, "The request is malformed (RFC 9112).");
      case TARGET_TOO_LONG ->
          new RequestProblem(
              414, "The request target is longer than " + config.maxTargetBytes() + " bytes.");
      case FIELDS_TOO_LONG ->
          new RequestProblem(
              431, "The headers are longer than " + config.maxHeaderBytes() + " bytes.");
      case TOO_MANY_FIELDS ->
          new RequestProblem(
              431, "There are more than " + config.maxHeaderFields() + " header fields.");
    };
  }
}
