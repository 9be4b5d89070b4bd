package dev.parley.internal.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.ConfigurationException;
import dev.parley.Fresh;
import dev.parley.Get;
import dev.parley.Parley;
import dev.parley.Provides;
import dev.parley.Rooms;
import dev.parley.Scope;
import dev.parley.internal.binding.AssembledApp;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ApplicationScopeTest extends NotedResources {
  @Test
  void applicationScopeStartsInOrderAndEndsInReverse() throws Exception {
    class Api {
      @Provides(Scope.APPLICATION)
      B b(A a, Rooms rooms) {
        return new B();
      }

      @Provides(Scope.APPLICATION)
      A a(Optional<C> c) {
        assertThat(c).isPresent();
        return new A();
      }
    }
    var app =
        AssembledApp.of(Parley.create().routes(new Api()).provideOnce(C.class, () -> new C()));
    events.add("started");

    app.assembly().dependencies().close();
    app.assembly().dependencies().close();

    assertThat(events)
        .containsExactly("open c", "open a", "open b", "started", "close b", "close a", "close c");
  }

  @Test
  void failedStartClosesWhatWasMadeAndNamesTheProvider() {
    class Api {
      @Provides(Scope.APPLICATION)
      A a() {
        return new A();
      }

      @Provides(Scope.APPLICATION)
      Resource broken(A a) {
        return new Resource("r") {
          @Override
          public void close() throws IOException {
            throw new IOException("close");
          }
        };
      }

      @Provides(Scope.APPLICATION)
      B b(Resource resource) throws IOException {
        throw new IOException("no database");
      }
    }

    assertThatThrownBy(() -> AssembledApp.of(new Api()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageMatching(
            "(?s)Provider of NotedResources.B \\(.*Api.b\\) failed at start-up: .*no database")
        .cause()
        .isInstanceOf(IOException.class)
        .satisfies(cause -> assertThat(cause.getSuppressed()).hasSize(1));
    assertThat(events).containsExactly("open a", "open r", "close a");
  }

  @Test
  void serverFindsWhatIsOfApplicationScope() {
    var app =
        AssembledApp.of(
            Parley.create().provide(A.class, new A()).providePerConnection(B.class, _ -> new B()));
    var dependencies = app.assembly().dependencies();

    assertThat(dependencies.get(A.class).name).isEqualTo("a");
    assertThat(dependencies.get(Rooms.class)).isNotNull();
    assertThatThrownBy(() -> dependencies.get(B.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "NotedResources.B (app.providePerConnection) is of connection scope; ask the request"
                + " or the connection for it.");
    assertThatThrownBy(() -> dependencies.get(C.class)).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void failureOfLazyApplicationInstanceComesOutAsItIs() {
    var app =
        Parley.create().get("/x", request -> request.dependency(Rooms.class).room("a").name());
    var assembled = AssembledApp.of(app);

    assertThat(assembled.get("/x").status()).isEqualTo(500);
    assertThat(assembled.crash()).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void applicationMayOpenFreshInstancesThatNeedNoConnection() {
    class Api {
      @Get("/x")
      void x(Supplier<B> repository) throws Exception {
        repository.get().close();
      }

      @Provides(Scope.APPLICATION)
      Supplier<B> repository(Fresh<B> fresh) {
        return fresh::open;
      }

      @Provides
      B b(C c, Fresh<Optional<String>> names) {
        assertThat(names.open()).isEmpty();
        return new B();
      }

      @Provides
      Optional<String> name() {
        return Optional.empty();
      }

      @Provides(Scope.APPLICATION)
      C c() {
        return new C();
      }
    }

    var app = AssembledApp.of(new Api());
    app.get("/x");

    assertThat(app.crash()).isNull();
    assertThat(events).containsExactly("open c", "open b", "close b");
  }

  @Test
  void instanceOfTheCallerIsNotClosed() throws Exception {
    var app =
        AssembledApp.of(
            Parley.create()
                .provide(A.class, new A())
                .providePerConnection(B.class, request -> new B())
                .get(
                    "/x",
                    request ->
                        request.dependency(A.class).name + request.dependency(B.class).name));

    assertThat(app.get("/x").text()).isEqualTo("ab");
    app.assembly().dependencies().close();

    assertThat(events).containsExactly("open a", "open b", "close b");
  }
}
