package dev.parley.internal.http;

import dev.parley.Headers;
import dev.parley.internal.handshake.Origins;
import dev.parley.internal.http.HttpReply.Content;
import dev.parley.internal.routing.RouteMatch;
import java.util.List;
import java.util.Optional;

/** Lets pages of other origins call HTTP routes (Fetch standard, section 3.3). */
final class Cors {
  private static final String MAX_AGE_SECONDS = "600";

  private final List<String> patterns;
  private final Origins origins;

  Cors(List<String> patterns) {
    this.patterns = patterns;
    this.origins = new Origins(patterns);
  }

  /** Answers a preflight request; empty if the request is none. */
  Optional<HttpReply> preflight(RequestHead head, RouteMatch match) {
    var method = head.headers().first("access-control-request-method");
    boolean asked =
        head.method().equals("OPTIONS") && method.isPresent() && allowed(head).isPresent();
    if (!asked || match.http().isEmpty()) {
      return Optional.empty();
    }
    var headers =
        Headers.empty()
            .with("access-control-allow-methods", String.join(", ", match.allowedMethods()))
            .with("access-control-max-age", MAX_AGE_SECONDS);
    var wanted = head.headers().first("access-control-request-headers");
    if (wanted.isPresent()) {
      headers = headers.with("access-control-allow-headers", wanted.get());
    }
    return Optional.of(new HttpReply(204, headers, new Content.Bytes(new byte[0])));
  }

  /** Adds to a reply what lets the page read it. */
  HttpReply allow(RequestHead head, HttpReply reply) {
    if (patterns.isEmpty()) {
      return reply;
    }
    var headers = reply.headers().with("vary", "Origin");
    var origin = allowed(head);
    if (origin.isPresent()) {
      headers = headers.with("access-control-allow-origin", origin.get());
      if (!origins.allowsAny()) {
        headers = headers.with("access-control-allow-credentials", "true");
      }
    }
    return new HttpReply(reply.status(), headers, reply.content());
  }

  private Optional<String> allowed(RequestHead head) {
    return head.headers().first("origin").filter(origins::allows);
  }
}
