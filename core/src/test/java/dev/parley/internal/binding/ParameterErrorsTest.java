package dev.parley.internal.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Body;
import dev.parley.DefaultValue;
import dev.parley.Get;
import dev.parley.Handshake;
import dev.parley.PathParam;
import dev.parley.Post;
import dev.parley.Provides;
import dev.parley.QueryParam;
import dev.parley.Seat;
import dev.parley.WebSocket;
import dev.parley.WebSocketRoute;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParameterErrorsTest extends StartupErrors {
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
}
