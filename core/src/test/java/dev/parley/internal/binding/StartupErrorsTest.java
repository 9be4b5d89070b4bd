package dev.parley.internal.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.ConfigurationException;
import dev.parley.ErrorReply;
import dev.parley.Get;
import dev.parley.OnError;
import dev.parley.Parley;
import dev.parley.Prefix;
import dev.parley.QueryParam;
import dev.parley.WebSocketRoute;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StartupErrorsTest extends StartupErrors {
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
            "StartupErrors.Cat has no annotated method and adds nothing. Annotate one, such as"
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

  private static java.lang.reflect.Constructor<?> privateConstructor(Class<?> type) {
    return Arrays.stream(type.getDeclaredConstructors()).findFirst().orElseThrow();
  }
}
