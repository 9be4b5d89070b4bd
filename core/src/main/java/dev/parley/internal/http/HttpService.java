package dev.parley.internal.http;

import dev.parley.HttpException;
import dev.parley.Response;
import dev.parley.internal.app.AppDefinition;
import dev.parley.internal.binding.Assembly;
import dev.parley.internal.http.RequestContext.RequestReading;
import dev.parley.internal.inject.RequestScope;
import dev.parley.internal.routing.Route;
import dev.parley.internal.routing.RouteMatch;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves HTTP requests: finds the route, or a file, or says what is wrong. */
public final class HttpService {
  private static final Logger LOG = LoggerFactory.getLogger("dev.parley.http");

  private final Assembly assembly;
  private final Replies replies;
  private final RequestReading reading;
  private final StaticFiles files;
  private final Cors cors;

  /** Creates the service of an application. */
  public HttpService(
      Assembly assembly, Replies replies, RequestReading reading, AppDefinition definition) {
    this.assembly = assembly;
    this.replies = replies;
    this.reading = reading;
    this.files = StaticFiles.of(definition.staticSources());
    this.cors = new Cors(definition.corsOrigins());
  }

  /** Serves a request on its virtual thread. Never throws. */
  public HttpReply serve(RequestHead head, byte[] body) {
    HttpReply reply;
    try {
      reply = route(head, Target.parse(head.target()), body);
    } catch (HttpException unreadable) {
      reply = replies.problem(unreadable.status(), unreadable.detail());
    }
    reply = cors.allow(head, reply);
    return head.method().equals("HEAD") ? Replies.withoutContent(reply) : reply;
  }

  private HttpReply route(RequestHead head, Target target, byte[] body) {
    var match = assembly.routes().match(target.rawPath());
    var preflight = cors.preflight(head, match);
    if (preflight.isPresent()) {
      return preflight.get();
    }
    var route = match.http(head.method());
    if (route.isPresent()) {
      var found = route.get();
      var request = new RequestContext(head, found.pathParams(), body, reading);
      return serve(found.route(), request);
    }
    if (match.http().isEmpty()) {
      var file = files.find(head, target);
      if (file.isPresent()) {
        return file.get();
      }
    }
    return refuse(head, match);
  }

  private HttpReply refuse(RequestHead head, RouteMatch match) {
    if (match.isEmpty()) {
      return replies.problem(404, "Not Found");
    }
    if (match.http().isEmpty()) {
      return replies.of(
          Response.status(426)
              .withHeader("upgrade", "websocket")
              .json(Map.of("detail", "This is a WebSocket; connect to it with one.")));
    }
    String allowed = String.join(", ", match.allowedMethods());
    var response =
        head.method().equals("OPTIONS")
            ? Response.status(204)
            : Response.status(405).json(Map.of("detail", "Method Not Allowed"));
    return replies.of(response.withHeader("allow", allowed));
  }

  private HttpReply serve(Route.Http route, RequestContext request) {
    var scope = assembly.dependencies().openScope(request, Optional.empty());
    request.attach(scope);
    HttpReply reply;
    try {
      reply = replies.ofResult(route.endpoint().serve(scope));
    } catch (Throwable failure) {
      reply = replies.ofFailure(request, failure, route.errors());
    }
    close(scope, request);
    return reply;
  }

  private static void close(RequestScope scope, RequestContext request) {
    try {
      scope.close();
    } catch (Exception failure) {
      LOG.error("{}: closing a dependency failed", request, failure);
    }
  }
}
