package dev.parley.internal.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Fresh;
import dev.parley.Get;
import dev.parley.Parley;
import dev.parley.Provides;
import dev.parley.QueryParam;
import dev.parley.Requires;
import dev.parley.Scope;
import dev.parley.WebSocketRoute;
import dev.parley.internal.binding.AssembledApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ProvidedTypesTest extends NotedResources {
  interface Repository<T> {
    String of();
  }

  record Users(String of) implements Repository<String> {}

  abstract static class Base<K, V> implements Repository<V> {}

  static final class Orders extends Base<String, List<Integer>> {
    @Override
    public String of() {
      return "orders";
    }
  }

  @Test
  void genericTypesAreMatchedWithTheirArguments() {
    class Api {
      @Get("/x")
      String x(
          Repository<String> users,
          Repository<List<Integer>> orders,
          Repository<Integer[]> arrays) {
        return users.of() + orders.of() + arrays.of();
      }

      @Provides
      Users users() {
        return new Users("users");
      }

      @Provides
      Orders orders() {
        return new Orders();
      }

      @Provides
      Repository<Integer[]> arrays() {
        return () -> "arrays";
      }
    }

    assertThat(AssembledApp.of(new Api()).get("/x").text()).isEqualTo("usersordersarrays");
  }

  @Test
  void classWithoutArgumentsFitsAnyIfNothingElseDoes() {
    class Api {
      @Get("/x")
      String x(Repository<String> users, Repository<Integer> other) {
        return users.of() + other.of();
      }

      @Provides
      Users users() {
        return new Users("users");
      }
    }
    var app = Parley.create().routes(new Api()).provideOnce(Repository.class, () -> () -> "raw");

    assertThat(AssembledApp.of(app).get("/x").text()).isEqualTo("usersraw");
  }

  @Test
  void otherArgumentsDoNotFit() {
    class Api {
      @Get("/x")
      void x(Repository<Integer> numbers) {}

      @Provides
      Users users() {
        return new Users("users");
      }
    }

    assertThat(AssembledApp.problemsOf(new Api()))
        .singleElement()
        .asString()
        .contains("nothing provides")
        .contains("Repository<java.lang.Integer>");
  }

  @Test
  void primitivesAreProvidedAsTheirBoxes() {
    class Api {
      @Get("/x")
      String x(Integer limit, int same) {
        return limit + " " + same;
      }

      @Provides
      int limit() {
        return 7;
      }
    }

    assertThat(AssembledApp.of(new Api()).get("/x").text()).isEqualTo("7 7");
  }

  @Test
  void otherContainersAreAskedForWhatIsMissing() throws Exception {
    class Api {
      @Get("/x")
      String x(A a, B b, Optional<B> same) {
        assertThat(same).containsSame(b);
        return a.name + b.name;
      }
    }
    var asked = new ArrayList<Class<?>>();
    var shared = new B();
    var app =
        Parley.create()
            .routes(new Api())
            .provide(A.class, new A())
            .dependencies(type -> {
              asked.add(type);
              return Optional.empty();
            })
            .dependencies(type -> type == B.class ? Optional.of(shared) : Optional.empty())
            .get("/late", request -> request.dependency(B.class) == shared);

    var assembled = AssembledApp.of(app);

    assertThat(assembled.get("/x").text()).isEqualTo("ab");
    assertThat(assembled.get("/late").text()).isEqualTo("true");
    assembled.assembly().dependencies().close();
    assertThat(asked).containsExactly(B.class, B.class);
    assertThat(events).containsExactly("open b", "open a");
  }

  @Test // Semantics 165
  void overridesReplaceAtEveryLevel() throws Throwable {
    class Api {
      @WebSocketRoute("/ws")
      @Requires(A.class)
      void ws(Resource view, Optional<A> a, Fresh<A> fresh) throws Exception {
        fresh.open().close();
        events.add(view.name + a.orElseThrow().name);
      }

      @Provides
      A a(@QueryParam int mustNotBeRead) {
        throw new AssertionError();
      }

      @Provides
      Resource view(A a) {
        return a;
      }

      @Provides(Scope.APPLICATION)
      Supplier<A> supplier(Fresh<A> fresh, B b) {
        fresh.open();
        return fresh::open;
      }

      @Provides(Scope.APPLICATION)
      B b() {
        throw new AssertionError();
      }
    }
    var fake = new A();
    var fakeB = new B();

    var app =
        AssembledApp.of(
            Parley.create().routes(new Api()),
            Map.of(
                A.class, _ -> fake,
                B.class,
                    request -> {
                      assertThatThrownBy(request::path)
                          .isInstanceOf(IllegalStateException.class)
                          .hasMessageContaining("Request.path was called for a dependency of");
                      return fakeB;
                    }));
    app.connect("/ws");
    app.assembly().dependencies().close();

    assertThat(events).containsExactly("open a", "open b", "close a", "aa");
  }

  @Test
  void overridesAddWhatNothingProvides() {
    class Api {
      @Get("/x")
      String x(A a) {
        return a.name;
      }
    }

    var app =
        AssembledApp.of(
            Parley.create().routes(new Api()),
            Map.of(
                A.class,
                request -> {
                  assertThat(request.path()).isEqualTo("/x");
                  return new A();
                }));

    assertThat(app.get("/x").text()).isEqualTo("a");
  }
}
