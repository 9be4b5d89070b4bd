package dev.parley.internal.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.ConfigurationException;
import dev.parley.Fresh;
import dev.parley.Get;
import dev.parley.HttpException;
import dev.parley.Parley;
import dev.parley.PathParam;
import dev.parley.Provides;
import dev.parley.QueryParam;
import dev.parley.Request;
import dev.parley.Requires;
import dev.parley.Rooms;
import dev.parley.Scope;
import dev.parley.WebSocket;
import dev.parley.WebSocketRoute;
import dev.parley.internal.binding.AssembledApp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DependenciesTest extends NotedResources {
  @Test // Semantics 157 to 159 and 166
  void opensInOrderOnceAndClosesInReverse() throws Throwable {
    class Root {
      @Provides
      A a() {
        return new A();
      }

      @Provides
      B b(A a) {
        return new B();
      }

      @Provides
      C c() {
        return new C();
      }

      @Provides
      List<String> audit(A a) {
        events.add("audit");
        return List.of();
      }
    }
    @Requires(C.class)
    class Chat {
      @WebSocketRoute("/ws")
      @Requires(A.class)
      void chat(B b, A a, C c, List<String> audit) {
        events.add("handler");
      }
    }
    var app =
        AssembledApp.of(
            Parley.create()
                .routes(new Root())
                .requires(Rooms.class)
                .router("/r", router -> router.routes(new Chat())));

    app.connect("/r/ws");

    assertThat(events)
        .containsExactly(
            "open c", "open a", "open b", "audit", "handler", "close b", "close a", "close c");
  }

  @Test
  void requirementsOfGroupsComeOutermostFirst() {
    class Checks {
      @Provides
      A a() {
        return new A();
      }

      @Provides
      B b() {
        return new B();
      }

      @Provides
      C c() {
        throw new HttpException(403, "No.");
      }
    }
    var app =
        Parley.create()
            .routes(new Checks())
            .requires(B.class)
            .router(
                "/in",
                in ->
                    in.requires(A.class)
                        .router("/most", most -> most.requires(C.class).get("", _ -> "")));

    assertThat(AssembledApp.of(app).get("/in/most").status()).isEqualTo(403);
    assertThat(events).containsExactly("open b", "open a", "close a", "close b");
  }

  @Test
  void lambdaSocketsResolveRequirementsFirst() throws Throwable {
    class Checks {
      @Provides
      A a() {
        return new A();
      }
    }
    var app =
        Parley.create()
            .routes(new Checks())
            .requires(A.class)
            .websocket("/ws", ws -> events.add("handler"));

    AssembledApp.of(app).connect("/ws");

    assertThat(events).containsExactly("open a", "handler", "close a");
  }

  @Test // Semantics 163, better: nothing is opened for a request that is refused
  void parametersOfProvidersAreCheckedBeforeAnyRuns() {
    class Api {
      @Get("/x")
      void x(A a, Fresh<B> b, @QueryParam int own) {
        throw new AssertionError();
      }

      @Provides
      A a(C c, @QueryParam int limit) {
        throw new AssertionError();
      }

      @Provides
      B b(@QueryParam int size) {
        throw new AssertionError();
      }

      @Provides
      C c(@QueryParam int depth, @QueryParam int own) {
        throw new AssertionError();
      }
    }

    var answer = AssembledApp.of(new Api()).get("/x");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text())
        .containsOnlyOnce("\"name\":\"own\"")
        .contains("\"name\":\"depth\"")
        .contains("\"name\":\"limit\"")
        .contains("\"name\":\"size\"");
  }

  @Test
  void providersReadTheirParametersOnce() {
    var conversions = new AtomicInteger();
    class Api {
      @Get("/x")
      String x(Supplier<Integer> page, Fresh<B> fresh) {
        fresh.open();
        return "" + page.get();
      }

      @Provides
      Supplier<Integer> page(@QueryParam Integer page) {
        return () -> page;
      }

      @Provides
      B b(A a, @QueryParam Integer page) {
        assertThat(a).isNotNull();
        return new B();
      }

      @Provides
      A a() {
        return new A();
      }
    }
    var app =
        Parley.create()
            .routes(new Api())
            .converter(
                Integer.class,
                text -> {
                  conversions.incrementAndGet();
                  return Integer.valueOf(text);
                });

    assertThat(AssembledApp.of(app).get("/x?page=7").text()).isEqualTo("7");
    assertThat(conversions).hasValue(2);
    assertThat(events).containsExactly("open a", "open b", "close a");
  }

  @Test
  void dependencyOfLambdaIsReadWhenItIsAskedFor() {
    class Api {
      @Provides
      A a(@QueryParam int page) {
        assertThat(page).isEqualTo(7);
        return new A();
      }
    }
    var app =
        AssembledApp.of(
            Parley.create()
                .routes(new Api())
                .get(
                    "/x",
                    request -> {
                      assertThat(request.dependency(A.class)).isSameAs(request.dependency(A.class));
                      return "";
                    })
                .get("/unknown", request -> request.dependency(DependenciesTest.class).toString()));

    assertThat(app.get("/x?page=7").status()).isEqualTo(200);
    assertThat(app.get("/x?page=x").status()).isEqualTo(422);
    assertThat(app.get("/unknown").status()).isEqualTo(500);
    assertThat(app.crash())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "Cannot look up a dependency: nothing provides"
                + " dev.parley.internal.inject.DependenciesTest.");
    assertThat(events).containsExactly("open a", "close a");
  }

  @Test
  void pathParameterMayBeMissingOnlyWhereAProviderIsAskedForLate() {
    class Api {
      @Provides
      A a(@PathParam String room) {
        throw new AssertionError();
      }
    }
    var app =
        AssembledApp.of(
            Parley.create().routes(new Api()).get("/x", request -> request.dependency(A.class)));

    assertThat(app.get("/x").status()).isEqualTo(500);
    assertThat(app.crash()).hasMessage("The path has no parameter 'room'.");
  }

  @Test
  void connectionIsNoDependencyOfARequest() {
    var app =
        AssembledApp.of(
            Parley.create()
                .get("/ws", request -> request.dependency(WebSocket.class))
                .get("/request", request -> request.dependency(Request.class) == request));

    assertThat(app.get("/request").text()).isEqualTo("true");
    assertThat(app.get("/ws").status()).isEqualTo(500);
    assertThat(app.crash()).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void whatProvidersThrowComesOutAsItIs() {
    class Chat {
      @WebSocketRoute("/ws")
      void chat(B b) {}

      @WebSocketRoute("/handler")
      void handler() throws IOException {
        throw new IOException("handler");
      }

      @WebSocketRoute("/fresh")
      void fresh(Fresh<B> fresh) {
        fresh.open();
      }

      @Provides
      A a() {
        return new A();
      }

      @Provides
      B b(A a) throws IOException {
        throw new IOException("provider");
      }
    }
    var app = AssembledApp.of(new Chat());

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> app.connect("/ws"))
        .withMessage("provider");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> app.connect("/handler"))
        .withMessage("handler");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> app.connect("/fresh"))
        .withMessage("provider");
    assertThat(events).containsExactly("open a", "close a", "open a", "close a");
  }

  @Test
  void freshInstancesAreOpenedAnewAndClosedByWhoOpensThem() throws Throwable {
    class Chat {
      @WebSocketRoute("/ws")
      void chat(Fresh<B> bs) throws Exception {
        try (var one = bs.open();
            var two = bs.open()) {
          assertThat(one).isNotSameAs(two);
        }
      }

      @Provides
      A a() {
        return new A();
      }

      @Provides
      B b(A a) {
        return new B();
      }
    }

    AssembledApp.of(new Chat()).connect("/ws");

    assertThat(events)
        .containsExactly("open a", "open b", "open b", "close b", "close b", "close a");
  }

  @Test
  void providerThatReturnsNullIsNamed() throws Throwable {
    class Api {
      @Get("/x")
      void x(A a) {}

      @Get("/maybe")
      String maybe(Optional<A> a) {
        return a.toString();
      }

      @Provides
      A a() {
        return null;
      }
    }
    var app = AssembledApp.of(new Api());

    assertThat(app.get("/maybe").text()).isEqualTo("Optional.empty");
    assertThat(app.get("/x").status()).isEqualTo(500);
    assertThat(app.crash())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageEndingWith(
            "Api.a returned null for NotedResources.A. Return an instance, throw an"
                + " HttpException, or take an Optional of it.");
  }

  @Test
  void providerThatPassesAnArgumentOnDoesNotOwnIt() {
    class Api {
      @Get("/x")
      void x(Resource view) {}

      @Provides
      Resource view(A a) {
        return a;
      }

      @Provides(Scope.APPLICATION)
      A a() {
        return new A();
      }
    }

    AssembledApp.of(new Api()).get("/x");

    assertThat(events).containsExactly("open a");
  }

  @Test
  void everyOneIsClosedThoughAnotherFails() {
    class Api {
      @WebSocketRoute("/ws")
      void ws(A a, Supplier<String> one, B b, List<String> other) {}

      @Provides
      A a() {
        return new A();
      }

      @Provides
      B b() {
        return new B();
      }

      @Provides
      FailingSupplier one() {
        return new FailingSupplier("one");
      }

      @Provides
      FailingList other() {
        return new FailingList();
      }
    }
    var app = AssembledApp.of(new Api());

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> app.connect("/ws"))
        .withMessage("list")
        .satisfies(
            first -> assertThat(first.getSuppressed()).singleElement().asString().contains("one"));
    assertThat(events).containsExactly("open a", "open b", "close b", "close a");
  }

  record FailingSupplier(String name) implements Supplier<String>, AutoCloseable {
    @Override
    public String get() {
      return name;
    }

    @Override
    public void close() throws IOException {
      throw new IOException(name);
    }
  }

  @SuppressWarnings("serial")
  static final class FailingList extends ArrayList<String> implements AutoCloseable {
    @Override
    public void close() throws IOException {
      throw new IOException("list");
    }
  }

  @Test
  void invalidRequestFromProviderIsAnswered() {
    class Api {
      @Get("/x")
      void x(A a) {}

      @Provides
      A a(Request request) {
        request.queryParam("n", Integer.class);
        throw new AssertionError();
      }
    }
    var app = AssembledApp.of(new Api());

    assertThat(app.get("/x?n=z").status()).isEqualTo(422);
    assertThat(app.crash()).isNull();
  }
}
