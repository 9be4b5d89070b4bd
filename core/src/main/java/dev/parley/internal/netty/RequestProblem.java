package dev.parley.internal.netty;

import dev.parley.internal.http.HttpReply;
import dev.parley.internal.netty.HeadCheck.Finding;
import dev.parley.internal.netty.RequestDecoder.UnreadableHead;
import io.netty.handler.codec.http.HttpRequest;

/** What to answer to a request that could not be read. */
final class RequestProblem {
  /** Why a request is answered with 408. */
  static final String TOO_LATE = "The request did not arrive in time.";

  private RequestProblem() {}

  static HttpReply of(HttpRequest request, Engine engine) {
    return request.decoderResult().cause() instanceof UnreadableHead head
        ? of(head.finding(), engine)
        : of(Finding.MALFORMED, engine);
  }

  private static HttpReply of(Finding finding, Engine engine) {
    var config = engine.settings().config();
    return switch (finding) {
      case MALFORMED -> engine.problem(400, "The request is malformed (RFC 9112).");
      case TARGET_TOO_LONG ->
          engine.problem(
              414, "The request target is longer than " + config.maxTargetBytes() + " bytes.");
      case FIELDS_TOO_LONG ->
          engine.problem(431, "The headers are longer than " + config.maxHeaderBytes() + " bytes.");
      case TOO_MANY_FIELDS ->
          engine.problem(
              431, "There are more than " + config.maxHeaderFields() + " header fields.");
    };
  }
}
