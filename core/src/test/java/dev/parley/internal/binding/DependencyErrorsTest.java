package dev.parley.internal.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Fresh;
import dev.parley.Get;
import dev.parley.Parley;
import dev.parley.Provides;
import dev.parley.QueryParam;
import dev.parley.Request;
import dev.parley.Requires;
import dev.parley.Scope;
import dev.parley.WebSocketRoute;
import dev.parley.auth.CredentialSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DependencyErrorsTest extends StartupErrors {
  @Test
  void tellsWhatIsProvidedWhereATypeIsMissing() {
    class Chat {
      @WebSocketRoute("/ws")
      void chat(Missing missing) {}

      @Provides
      Db db() {
        return new Db();
      }
    }

    assertThat(problemsOf(new Chat()))
        .containsExactly(
            """
            Cannot bind parameter 'missing' of Chat.chat: nothing provides Missing.
              Add a method '@Provides Missing ...', or app.provideOnce(Missing.class, ...).
              For a value of the request, annotate it with @PathParam, @QueryParam, @HeaderParam, @CookieParam or @Body; for a group of values, the components of its record.
              Provided: Handshake, Request, Rooms, Db, Tickets, WebSocket, X509Certificate.\
            """);
  }

  @Test
  void providersMustProvideOneTypeEach() {
    class Api {
      @Provides
      void nothing() {}

      @Provides
      Db one() {
        return new Db();
      }

      @Provides
      Db other() {
        return new Db();
      }

      @Provides
      Request request() {
        throw new AssertionError();
      }
    }

    assertThat(problemsOf(Parley.create().routes(new Api()).provide(Db.class, new Db())))
        .satisfiesExactlyInAnyOrder(
            nothing -> assertThat(nothing).contains("Api.nothing returns nothing"),
            twice ->
                assertThat(twice).contains("Db is provided twice: by ").contains("Api.other. "),
            thrice -> assertThat(thrice).contains("Api.one and by app.provide."),
            engine -> assertThat(engine).contains("Request is provided twice: by Parley and by"));
  }

  @Test
  void ambiguousTypeIsRefused() {
    class Api {
      @Get("/x")
      void x(Animal animal) {}

      @Provides
      Cat cat() {
        return new Cat();
      }

      @Provides
      Dog dog() {
        return new Dog();
      }
    }

    assertThat(problemsOf(new Api()))
        .singleElement()
        .asString()
        .contains("several providers fit")
        .contains("Cat (")
        .contains("Dog (")
        .contains("or provide Animal itself");
  }

  @Test
  void cycleIsPrinted() {
    class Api {
      @Provides
      Db db(Cat cat) {
        return new Db();
      }

      @Provides
      Cat cat(Dog dog) {
        return new Cat();
      }

      @Provides
      Dog dog(Fresh<Cat> cat) {
        return new Dog();
      }
    }

    assertThat(problemsOf(new Api()))
        .singleElement()
        .asString()
        .isEqualTo(
            """
            Dependencies form a cycle: Cat (Api.cat) -> Dog (Api.dog) -> Cat (Api.cat).
              Let one of them do without the next.\
            """);
  }

  @Test // Semantics 168
  void applicationScopeNeedsNothingShorter() {
    class Api {
      @Provides(Scope.APPLICATION)
      Db db(Cat cat) {
        return new Db();
      }

      @Provides(Scope.APPLICATION)
      Dog dog(@QueryParam int page) {
        return new Dog();
      }

      @Provides(Scope.APPLICATION)
      Bird bird(Optional<Cat> cat) {
        return new Bird();
      }

      @Provides(Scope.APPLICATION)
      Fish fish(Fresh<OfRequest> cats) {
        return new Fish();
      }

      @Provides
      OfRequest ofRequest(Request request) {
        return new OfRequest();
      }

      @Provides
      Cat cat() {
        return new Cat();
      }
    }

    assertThat(problemsOf(new Api()))
        .hasSize(4)
        .allSatisfy(problem ->
            assertThat(problem)
                .contains("is of application scope, but takes")
                .endsWith("Make it of connection scope, or take that where it is used."))
        .anySatisfy(
            problem -> assertThat(problem).contains("parameter 'page' of").contains(" from the"))
        .anySatisfy(problem -> assertThat(problem).contains("takes a fresh "));
  }

  @Test
  void nothingSharedIsFresh() {
    class Api {
      @Get("/x")
      void x(Fresh<Db> db, Fresh<Request> request) {}
    }

    assertThat(problemsOf(Parley.create().routes(new Api()).provide(Db.class, new Db())))
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).contains("so there is no fresh one. Take"));
  }

  @Test
  void requirementsMustBeProvided() {
    @Requires(Missing.class)
    class Api {
      @Get("/x")
      @Requires(Bird.class)
      void x() {}
    }

    assertThat(problemsOf(Parley.create().requires(Fish.class).routes(new Api())))
        .hasSize(3)
        .allSatisfy(problem ->
            assertThat(problem).startsWith("Cannot bind a requirement of Api.x: nothing"));
  }

  @Test
  void identityNeedsASource() {
    assertThat(problemsOf(Parley.create().identity(Cat.class, _ -> Optional.empty())))
        .containsExactly(
            "Identity Cat has no source of"
                + " credentials. Name one, such as CredentialSource.bearer().");
  }

  @Test
  void identityIsOfConnectionScope() {
    class Api {
      @Provides(Scope.APPLICATION)
      Db db(Cat cat) {
        return new Db();
      }
    }

    assertThat(
            problemsOf(
                Parley.create()
                    .routes(new Api())
                    .identity(Cat.class, _ -> Optional.empty(), CredentialSource.bearer())))
        .singleElement()
        .asString()
        .contains("but takes Cat (app.identity)");
  }

  @Test
  void failingContainerIsNamed() {
    class Api {
      @Get("/x")
      void x(Cat cat) {}
    }
    var app =
        Parley.create()
            .routes(new Api())
            .dependencies(type -> {
              throw new IllegalStateException("No bean " + type.getSimpleName());
            });

    assertThat(problemsOf(app))
        .first()
        .asString()
        .contains("another container failed for Cat")
        .contains("No bean Cat");
  }
}
