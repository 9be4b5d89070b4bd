package dev.parley.internal.inject;

import dev.parley.Handshake;
import dev.parley.HttpException;
import dev.parley.Request;
import dev.parley.Scope;
import dev.parley.WebSocket;
import dev.parley.internal.inject.Declaration.Ownership;
import java.lang.reflect.Proxy;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Declarations of what the engine gives rather than the application. */
public final class Engine {
  private static final String SOURCE = "Parley";

  private Engine() {}

  /** Something that lives as long as the application, asked for when it is needed. */
  public static Declaration instance(Class<?> type, Supplier<?> instance) {
    return new Declaration(
        type, Scope.APPLICATION, Ownership.EXTERNAL, SOURCE, List.of(), _ -> instance.get());
  }

  /** The request, the handshake, the connection, and the certificate of the client. */
  static List<Declaration> ofRequest() {
    return List.of(
        ofRequest(Request.class, RequestScope::request),
        ofRequest(Handshake.class, RequestScope::handshake),
        ofRequest(WebSocket.class, RequestScope::requiredWebSocket),
        ofRequest(X509Certificate.class, Engine::clientCertificate));
  }

  /** Like an identity: who needs it is answered with 401 where there is none. */
  private static Object clientCertificate(RequestScope scope) {
    return scope
        .request()
        .clientCertificate()
        .<Object>map(certificate -> certificate)
        .orElseGet(
            () -> new Absent(() -> new HttpException(401, "A client certificate is missing.")));
  }

  /** What a test puts in place of a declaration; the test closes it. */
  static Declaration override(Class<?> type, Scope scope, Function<Request, ?> replacement) {
    return new Declaration(
        type,
        scope,
        Ownership.BORROWED,
        "an override",
        List.of(new Input.CurrentScope()),
        arguments -> replacement.apply(requestOf(arguments[0])));
  }

  private static Declaration ofRequest(
      Class<?> type, Function<RequestScope, @Nullable Object> part) {
    return new Declaration(
        type,
        Scope.CONNECTION,
        Ownership.EXTERNAL,
        SOURCE,
        List.of(new Input.CurrentScope()),
        arguments -> part.apply((RequestScope) arguments[0]));
  }

  private static Request requestOf(@Nullable Object scope) {
    return scope instanceof RequestScope ofRequest ? ofRequest.request() : noRequest();
  }

  /** Stands for the request where there is none: at the start of the application. */
  private static Request noRequest() {
    return (Request)
        Proxy.newProxyInstance(
            Request.class.getClassLoader(),
            new Class<?>[] {Request.class},
            (_, method, _) -> {
              throw new IllegalStateException(
                  "Request."
                      + method.getName()
                      + " was called for a dependency of application scope, which has no request.");
            });
  }
}
