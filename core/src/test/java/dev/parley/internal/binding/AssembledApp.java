package dev.parley.internal.binding;

import dev.parley.App;
import dev.parley.ConfigurationException;
import dev.parley.Headers;
import dev.parley.Parley;
import dev.parley.Request;
import dev.parley.Rooms;
import dev.parley.WebSocket;
import dev.parley.auth.Tickets;
import dev.parley.internal.app.AppAccess;
import dev.parley.internal.http.HttpReply.Content;
import dev.parley.internal.http.HttpService;
import dev.parley.internal.http.Replies;
import dev.parley.internal.http.RequestContext;
import dev.parley.internal.http.RequestContext.RequestReading;
import dev.parley.internal.http.RequestHead;
import dev.parley.internal.http.RequestLine;
import dev.parley.internal.inject.RequestScope;
import dev.parley.internal.json.JacksonCodec;
import dev.parley.internal.json.JsonCodec;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An application that was assembled and started, without any network. */
public final class AssembledApp {
  private final Assembly assembly;
  private final HttpService http;
  private final RequestReading reading;

  /** The exception of the last request that nothing mapped. */
  private @Nullable Throwable crash;

  /** An answer. */
  public record Answer(int status, String text, Headers headers) {}

  private AssembledApp(App app, Map<Class<?>, Function<Request, ?>> overrides) {
    var definition = AppAccess.definitionOf(app);
    JsonCodec json = JacksonCodec.create();
    this.assembly =
        Assembler.assemble(definition, new HashMap<>(ENGINE_INSTANCES), json, overrides);
    this.reading = new RequestReading(assembly.conversions(), json);
    this.http =
        new HttpService(
            assembly, new Replies(json, (_, failure) -> crash = failure), reading, definition);
  }

  private static final Map<Class<?>, Supplier<?>> ENGINE_INSTANCES =
      Map.of(Rooms.class, () -> unused(Rooms.class), Tickets.class, OneTicket::new);

  /** Starts an application that has objects with annotated methods. */
  public static AssembledApp of(Object... routes) {
    return of(Parley.create().routes(routes));
  }

  /** Starts an application. */
  public static AssembledApp of(App app) {
    return of(app, Map.of());
  }

  /** Starts an application, some of its dependencies replaced. */
  public static AssembledApp of(App app, Map<Class<?>, Function<Request, ?>> overrides) {
    var assembled = new AssembledApp(app, overrides);
    assembled.assembly.dependencies().start();
    return assembled;
  }

  /** What is wrong with an application that has objects with annotated methods. */
  public static List<String> problemsOf(Object... routes) {
    return problemsOf(Parley.create().routes(routes));
  }

  /** What is wrong with an application. */
  public static List<String> problemsOf(App app) {
    try {
      of(app);
      return List.of();
    } catch (ConfigurationException refused) {
      return refused.problems();
    }
  }

  public Assembly assembly() {
    return assembly;
  }

  /** The exception of the last request that nothing mapped. */
  public @Nullable Throwable crash() {
    return crash;
  }

  /** Sends a GET request; headers as {@code Name: value}. */
  public Answer get(String target, String... headers) {
    return send("GET", target, "", headers);
  }

  /** Sends a POST request with a JSON body. */
  public Answer post(String target, String json) {
    return send("POST", target, json, "Content-Type: application/json");
  }

  /** Sends any request. */
  public Answer send(String method, String target, String body, String... headers) {
    return send(method, target, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** Sends any request. */
  public Answer send(String method, String target, byte[] body, String... headers) {
    var reply = http.serve(head(method, "http", target, headers), body);
    var bytes = ((Content.Bytes) reply.content()).bytes();
    return new Answer(reply.status(), new String(bytes, StandardCharsets.UTF_8), reply.headers());
  }

  /** Runs the WebSocket route of a target, and hands its scope out before it is closed. */
  public void connect(String target, Consumer<RequestScope> beforeClose, String... headers)
      throws Throwable {
    var routed = RequestContext.of(head("GET", "ws", target, headers), assembly.routes(), reading);
    var ws = unused(WebSocket.class);
    var scope = assembly.dependencies().openScope(routed.request(), Optional.of(ws));
    routed.request().attach(scope);
    try {
      routed.route().endpoint().serve(ws, scope);
    } finally {
      beforeClose.accept(scope);
      scope.close();
    }
  }

  /** Runs the WebSocket route of a target. */
  public void connect(String target, String... headers) throws Throwable {
    connect(target, _ -> {}, headers);
  }

  /** Something that is passed on, and never called. */
  public static <T> T unused(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "toString" -> "unused " + type.getSimpleName();
                  case "hashCode" -> System.identityHashCode(self);
                  case "equals" -> self == arguments[0];
                  default -> throw new UnsupportedOperationException(method.getName());
                }));
  }

  private static RequestHead head(String method, String scheme, String target, String... headers) {
    var fields = new ArrayList<Map.Entry<String, String>>();
    for (var header : headers) {
      var parts = header.split(": ", 2);
      fields.add(Map.entry(parts[0], parts[1]));
    }
    return new RequestHead(
        method,
        target,
        scheme,
        Headers.of(fields),
        RequestLine.PLAIN,
        InetSocketAddress.createUnresolved("peer", 1));
  }

  /** Knows one ticket, {@code t-alice}, once. */
  private static final class OneTicket implements Tickets {
    private final Map<String, Object> outstanding = new LinkedHashMap<>(Map.of("t-alice", "alice"));

    @Override
    public String issue(Object identity) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <I> Optional<I> redeem(String ticket, Class<I> type) {
      return Optional.ofNullable(outstanding.remove(ticket))
          .filter(type::isInstance)
          .map(type::cast);
    }
  }
}
