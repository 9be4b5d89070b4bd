package dev.parley.internal.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.App;
import dev.parley.Body;
import dev.parley.ConfigurationException;
import dev.parley.DefaultValue;
import dev.parley.ErrorReply;
import dev.parley.Fresh;
import dev.parley.Get;
import dev.parley.Handshake;
import dev.parley.MessageType;
import dev.parley.OnError;
import dev.parley.Parley;
import dev.parley.PathParam;
import dev.parley.Post;
import dev.parley.Prefix;
import dev.parley.Provides;
import dev.parley.QueryParam;
import dev.parley.Request;
import dev.parley.Requires;
import dev.parley.Scope;
import dev.parley.Seat;
import dev.parley.WebSocket;
import dev.parley.WebSocketRoute;
import dev.parley.auth.CredentialSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StartupErrorsTest {
  @Test
  void allProblemsOfAllRoutesAreToldAtOnce() {
    class Chat {
      @WebSocketRoute("ws")
      void noSlash() {}

      @Get("/{a:x}")
      void unknownConverter() {}

      @Get("/two")
      void two(@QueryParam Object one, Missing other) {}
    }

    assertThat(problemsOf(new Chat()))
        .satisfiesExactly(
            noSlash ->
                assertThat(noSlash)
                    .isEqualTo(
                        "Chat.noSlash: Path template 'ws' has no slash at its"
                            + " start. Write '/ws'."),
            converter ->
                assertThat(converter).startsWith("Chat.unknownConverter: Path template '/{a:x}'"),
            one -> assertThat(one).startsWith("Cannot bind parameter 'one' of"));
  }

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
              Add a method '@Provides Missing ...' or app.provideOnce(Missing.class, ...); for a value of the request, annotate the parameter with @PathParam, @QueryParam, @HeaderParam, @CookieParam or @Body, or the components of its record with the first four.
              Provided: Handshake, Request, Rooms, Db, Tickets, WebSocket.\
            """);
  }

  @Test
  void tellsHowToAddAConverter() {
    class Api {
      @Get("/x")
      void x(@QueryParam Missing since) {}
    }

    assertThat(problemsOf(new Api()))
        .containsExactly(
            """
            Cannot bind parameter 'since' of Api.x: no converter from text to Missing.
              Add a static method Missing.of(String), or register one: app.converter(Missing.class, text -> ...).
              Known types: String, numbers, boolean, char, UUID, URI, java.time, enums, records of one component; Optional, List and Set of these.\
            """);
  }

  @Test
  void optionalOfListHasNoConverter() {
    class Api {
      @Get("/x")
      void x(@QueryParam Optional<List<String>> tags) {}
    }

    assertThat(problemsOf(new Api()))
        .singleElement()
        .asString()
        .contains("no converter from text to java.util.List<java.lang.String>");
  }

  @Test
  void pathParameterMustBeInTheTemplate() {
    class Api {
      @Get("/x/{id}/{other}")
      void named(@PathParam("room") String r) {}

      @Get("/y")
      void none(Group group) {}

      record Group(@PathParam int a) {}
    }

    assertThat(problemsOf(new Api()))
        .satisfiesExactly(
            named ->
                assertThat(named)
                    .isEqualTo(
                        """
                        Cannot bind parameter 'r' of Api.named: path '/x/{id}/{other}' has no parameter 'room'.
                          Write {room} in the path, or name one that it has: @PathParam("id") or @PathParam("other").\
                        """),
            none ->
                assertThat(none)
                    .endsWith("path '/y' has no parameter 'a'.\n  Write {a} in the path."));
  }

  @Test
  void pathParameterOfProviderMustBeInTheTemplate() {
    class Api {
      @Get("/x")
      void x(Db db) {}

      @Provides
      Db db(@PathParam String tenant) {
        return new Db();
      }
    }

    assertThat(problemsOf(new Api()))
        .singleElement()
        .asString()
        .startsWith("Cannot bind parameter 'tenant' of")
        .contains("Api.db, which ")
        .contains("Api.x needs: path '/x' has no parameter 'tenant'.");
  }

  @Test // Semantics 154
  void bodyIsForHttpAlone() {
    class Chat {
      @WebSocketRoute("/ws")
      void chat(@Body Missing body) {}

      @Provides
      Db db(@Body Missing body) {
        return new Db();
      }
    }

    assertThat(problemsOf(new Chat()))
        .satisfiesExactlyInAnyOrder(
            socket ->
                assertThat(socket)
                    .contains("a WebSocket route has no body")
                    .contains("ws.receive(Missing.class)"),
            provider -> assertThat(provider).contains("a provider may run for requests without"));
  }

  @Test
  void recordOfWebSocketRouteIsNoBody() {
    class Chat {
      @WebSocketRoute("/ws")
      void chat(Missing message) {}

      @Get("/x")
      void get(Missing body) {}
    }

    assertThat(problemsOf(new Chat()))
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).contains("nothing provides"));
  }

  @Test
  void oneParameterIsTheBody() {
    class Api {
      @Post("/a")
      void implied(Missing one, List<String> other) {}

      @Post("/b")
      void annotated(@Body Missing one, @Body String other) {}

      @Post("/c")
      void both(@Body @QueryParam String one) {}

      @Post("/d")
      void unreadable(@Body Sealed body) {}
    }

    assertThat(problemsOf(new Api()))
        .satisfiesExactly(
            implied ->
                assertThat(implied)
                    .contains("Api.implied takes several bodies: parameter 'one'")
                    .contains("Mark one with @Body"),
            annotated -> assertThat(annotated).contains("Api.annotated takes several bodies"),
            both -> assertThat(both).contains("from the body or from elsewhere, not from both"),
            unreadable -> assertThat(unreadable).startsWith("Cannot bind parameter 'body' of"));
  }

  @Test // Semantics 155
  void httpRouteHasNoConnection() {
    class Api {
      @Get("/a")
      void socket(WebSocket ws) {}

      @Get("/b")
      void seat(Seat seat) {}

      @Get("/c")
      void provided(Db db) {}

      @Provides
      Db db(Handshake handshake) {
        return new Db();
      }
    }

    assertThat(problemsOf(new Api()))
        .satisfiesExactlyInAnyOrder(
            socket ->
                assertThat(socket)
                    .isEqualTo(
                        """
                        Api.socket is an HTTP route, which has no WebSocket.
                          Take the Request, or make it a WebSocket route.\
                        """),
            seat -> assertThat(seat).contains("rooms.room(name).join(ws)"),
            provided ->
                assertThat(provided)
                    .contains("which has no Handshake, but needs Db (Api.db), which takes it."));
  }

  @Test
  void annotationsMustFitTogether() {
    class Api {
      @Get("/{a}")
      void several(@PathParam @QueryParam String a) {}

      @Get("/b/{a}")
      void path(@PathParam @DefaultValue("x") String a) {}

      @Get("/c")
      void optional(@QueryParam @DefaultValue("x") Optional<String> a) {}

      @Get("/d")
      void bad(@QueryParam @DefaultValue("x") int a) {}

      @Get("/e")
      void alone(@DefaultValue("x") String a) {}

      @Get("/f")
      void group(Mixed mixed) {}

      record Mixed(@QueryParam int a, int b) {}
    }

    assertThat(problemsOf(new Api()))
        .satisfiesExactly(
            several -> assertThat(several).contains("several annotations"),
            path -> assertThat(path).contains("a path parameter is never missing"),
            optional -> assertThat(optional).contains("an Optional with a default is never empty"),
            bad -> assertThat(bad).contains("its default 'x' does not convert. Expected a whole"),
            alone -> assertThat(alone).contains("@DefaultValue is for parameters with"),
            group -> assertThat(group).startsWith("Cannot bind component 'b' of Api.Mixed:"));
  }

  @Test
  void webSocketRouteReturnsNothingAndSpeaksTokens() {
    class Chat {
      @WebSocketRoute("/a")
      String result() {
        return "";
      }

      @WebSocketRoute(value = "/b", subprotocols = "chat v1")
      void subprotocol() {}
    }

    assertThat(problemsOf(new Chat()))
        .satisfiesExactly(
            result -> assertThat(result).contains("returns String, but nobody takes the result"),
            token -> assertThat(token).contains("Subprotocol 'chat v1' of").contains("no token"));
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

  @Test
  void errorMethodsTakeOneExceptionAndReturnAReply() {
    class Wrong {
      @OnError
      ErrorReply none() {
        throw new AssertionError();
      }
    }
    class NoException {
      @OnError
      ErrorReply text(String text) {
        throw new AssertionError();
      }
    }
    class NoReply {
      @OnError
      void nothing(Exception e) {}

      @Get("/x")
      void x() {}
    }
    class Twice {
      @OnError
      ErrorReply one(Exception e) {
        throw new AssertionError();
      }

      @OnError
      ErrorReply two(Exception e) {
        throw new AssertionError();
      }
    }

    assertThat(problemsOf(new Wrong(), new NoException(), new NoReply(), new Twice()))
        .satisfiesExactlyInAnyOrder(
            wrong -> assertThat(wrong).contains("Wrong.none is no error mapping. Write it as"),
            noException -> assertThat(noException).contains("NoException.text is no error"),
            noReply -> assertThat(noReply).contains("NoReply.nothing is no error mapping"),
            twice ->
                assertThat(twice).contains("Twice.two maps Exception, as another method does"));
  }

  @Test
  void prefixesStartAndDoNotEndWithASlash() {
    @Prefix("api")
    class NoSlash {
      @Get("/x")
      void x() {}
    }
    @Prefix("/api/")
    class SlashAtEnd {
      @Get("/x")
      void x() {}
    }
    var app =
        Parley.create()
            .routes(new NoSlash(), new SlashAtEnd())
            .router("/", router -> router.get("/a", _ -> ""))
            .get("", _ -> "");

    assertThat(problemsOf(app))
        .satisfiesExactly(
            noSlash ->
                assertThat(noSlash)
                    .isEqualTo(
                        "NoSlash: Prefix 'api' does not start with a slash, or"
                            + " ends with one. Write it like '/api'."),
            atEnd -> assertThat(atEnd).contains("Prefix '/api/'"),
            router -> assertThat(router).startsWith("Prefix '/' does not start"),
            empty -> assertThat(empty).startsWith("lambda: Path template '' has no slash"));
  }

  @Test
  void objectsAreNoClasses() {
    assertThat(problemsOf(Cat.class, "text"))
        .containsExactly(
            "Cat.class is a class, not an object with routes. Pass an object:"
                + " routes(new Cat()).");
  }

  @Test
  void objectWithoutRoutesIsAWarning() {
    assertThat(AssembledApp.of(new Cat()).assembly().warnings())
        .containsExactly(
            "StartupErrorsTest.Cat has no annotated method and adds nothing. Annotate one, such as"
                + " with @WebSocketRoute.");
  }

  @Test
  void hiddenRouteIsAWarning() {
    var app = Parley.create().get("/{a}", _ -> "").get("/b", _ -> "");

    assertThat(AssembledApp.of(app).assembly().warnings())
        .singleElement()
        .asString()
        .startsWith("GET /b (lambda) is never reached");
  }

  @Test
  void sameRouteTwiceIsRefused() {
    var app = Parley.create().get("/{a}", _ -> "").get("/{b}", _ -> "");

    assertThat(problemsOf(app)).singleElement().asString().contains("is served twice");
  }

  @Test
  void closedPackageIsNamed() throws Exception {
    var method = ArrayList.class.getDeclaredMethod("grow");

    assertThatThrownBy(() -> Handles.of(new ArrayList<>(), method))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            ArrayList.grow cannot be called: its module does not open package java.util.
              Add 'opens java.util to dev.parley;' to the module-info of java.base.\
            """)
        .hasCauseInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> Handles.of(privateConstructor(java.util.Collections.class)))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void namelessParameterTellsTheCompilerFlag() throws Exception {
    var chat = Compiled.withoutParameterNames(CHAT);

    assertThat(problemsOf(chat))
        .containsExactly(
            """
            Cannot bind parameter 1 (String) of Chat.chat: its name is not in the class file.
              Compile with -parameters (Maven: <parameters>true</parameters> of maven-compiler-plugin), or write the name: @QueryParam("name").\
            """,
            """
            Cannot bind parameter 2 (int) of Chat.chat: its name is not in the class file.
              Compile with -parameters (Maven: <parameters>true</parameters> of maven-compiler-plugin), or write the name: @HeaderParam("name").\
            """);
  }

  @Test
  void namelessParameterOfSourceLauncherTellsOurs() throws Exception {
    var chat = Compiled.withoutParameterNames(CHAT);
    System.setProperty("jdk.launcher.sourcefile", "/home/me/Chat.java");
    try {
      assertThat(problemsOf(chat))
          .first()
          .asString()
          .isEqualTo(
              """
              Cannot bind parameter 1 (String) of Chat.chat: the source launcher of Java drops the names of parameters.
                Start it with 'parley run Chat.java' instead, or write the name: @QueryParam("name").\
              """);
    } finally {
      System.clearProperty("jdk.launcher.sourcefile");
    }
  }

  private static List<String> problemsOf(Object... routes) {
    return problemsOf(Parley.create().routes(routes));
  }

  /** The problems, without the name of this test in the names of its classes. */
  private static List<String> problemsOf(App app) {
    return AssembledApp.problemsOf(app).stream()
        .map(problem ->
            problem.replaceAll(
                "(dev\\.parley\\.internal\\.binding\\.)?StartupErrorsTest\\.\\d*", ""))
        .toList();
  }

  private static final String CHAT =
      """
      import dev.parley.*;
      class Chat {
        @WebSocketRoute("/ws/{room}")
        void chat(
            @QueryParam String token,
            @HeaderParam int max,
            @PathParam("room") String room,
            WebSocket ws) {}
      }
      """;

  private static java.lang.reflect.Constructor<?> privateConstructor(Class<?> type) {
    return Arrays.stream(type.getDeclaredConstructors()).findFirst().orElseThrow();
  }

  record Missing() {}

  sealed interface Sealed {}

  @MessageType("same")
  record One() implements Sealed {}

  @MessageType("same")
  record Other() implements Sealed {}

  interface Animal {}

  static final class Cat implements Animal {}

  static final class Dog implements Animal {}

  static final class Bird {}

  static final class Fish {}

  static final class Db {}

  static final class OfRequest {}
}
