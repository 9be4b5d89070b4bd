package dev.parley.internal.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Delete;
import dev.parley.ErrorReply;
import dev.parley.Get;
import dev.parley.OnError;
import dev.parley.Parley;
import dev.parley.Patch;
import dev.parley.Post;
import dev.parley.Prefix;
import dev.parley.Put;
import dev.parley.WebSocketRoute;
import dev.parley.internal.routing.Route;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteScanTest {
  @Test
  void findsMethodsOfAnyVisibility() {
    class Api {
      @Get("/a")
      private String a() {
        return "a";
      }

      @Get("/b")
      protected String b() {
        return "b";
      }

      @Get("/c")
      static String c() {
        return "c";
      }
    }
    var app = AssembledApp.of(new Api());

    assertThat(app.get("/a").text()).isEqualTo("a");
    assertThat(app.get("/b").text()).isEqualTo("b");
    assertThat(app.get("/c").text()).isEqualTo("c");
  }

  @Test
  void oneMethodMayServeSeveralRoutes() {
    class Api {
      @Get("/x")
      @Post("/x")
      @Put("/y")
      @Patch("/y")
      @Delete("/y")
      @Deprecated
      String x() {
        return "x";
      }
    }

    assertThat(AssembledApp.of(new Api()).assembly().routes().routes())
        .extracting(route -> ((Route.Http) route).method() + " " + route.path())
        .containsExactlyInAnyOrder("GET /x", "POST /x", "PUT /y", "PATCH /y", "DELETE /y");
  }

  static class Base {
    @Get("/base")
    String base() {
      return "base";
    }

    @Get("/called")
    String called() {
      return "of base";
    }

    @Get("/replaced")
    String replaced() {
      return "of base";
    }

    @Get("/private")
    private String own() {
      return "of base";
    }
  }

  static final class Derived extends Base {
    @Override
    String called() {
      return "of derived";
    }

    @Override
    @Get("/instead")
    String replaced() {
      return "of derived";
    }

    @Get("/own")
    private String own() {
      return "of derived";
    }
  }

  @Test
  void superclassesAreScannedToo() {
    var app = AssembledApp.of(new Derived());

    assertThat(app.get("/base").text()).isEqualTo("base");
    assertThat(app.get("/called").text()).isEqualTo("of derived");
    assertThat(app.get("/replaced").status()).isEqualTo(404);
    assertThat(app.get("/instead").text()).isEqualTo("of derived");
    assertThat(app.get("/private").text()).isEqualTo("of base");
    assertThat(app.get("/own").text()).isEqualTo("of derived");
  }

  @Test // Semantics 119: the order of the source is the order of registration
  void methodsCountInTheOrderOfTheSource() {
    class Api {
      @Get("/{z}/x")
      String zzz() {
        return "first";
      }

      @Get("/{a}/{b}")
      String mmm() {
        return "second";
      }

      @Get("/1/{c}")
      String aaa() {
        return "third";
      }
    }
    var app = AssembledApp.of(new Api());

    assertThat(app.get("/1/x").text()).isEqualTo("first");
    assertThat(app.get("/1/y").text()).isEqualTo("second");
    assertThat(app.assembly().routes().routes())
        .extracting(Route::path)
        .containsExactly("/{z}/x", "/{a}/{b}", "/1/{c}");
    assertThat(app.assembly().warnings()).hasSize(1);
  }

  @Test // Its loader gives no class file: methods are taken by name
  void bindsImplicitClassOfCompactSourceFile() throws Exception {
    var chat =
        Compiled.withParameterNames(
            """
            import dev.parley.*;

            record User(String name) {}

            @Get("/b")
            String b(User user, @QueryParam RoomName room) {
              return user.name() + " in " + room.value();
            }

            @Get("/a")
            String a() {
              return "a";
            }

            @Provides
            User user(@QueryParam @DefaultValue("nobody") String name) {
              return new User(name);
            }

            record RoomName(String value) {}

            void main() {
              Parley.run(this);
            }
            """);

    var app = AssembledApp.of(chat);

    assertThat(app.assembly().routes().routes())
        .extracting(Route::path)
        .containsExactly("/a", "/b");
    assertThat(app.get("/b?name=ann&room=lobby").text()).isEqualTo("ann in lobby");
  }

  @Test // Semantics 128
  void prefixesAreConcatenated() {
    @Prefix("/v1")
    class Api {
      @Get("/x")
      String x() {
        return "x";
      }

      @Get("")
      String root() {
        return "root";
      }

      @Get("/")
      String slash() {
        return "slash";
      }

      @WebSocketRoute(
          value = "/ws",
          subprotocols = {"v2", "v1"})
      void ws() {}
    }
    var app =
        AssembledApp.of(
            Parley.create()
                .router(
                    "/api",
                    api ->
                        api.router("/{tenant}", tenant -> tenant.routes(new Api()))
                            .router("", plain -> plain.get("/y", _ -> "y"))));

    assertThat(app.get("/api/t/v1/x").text()).isEqualTo("x");
    assertThat(app.get("/api/t/v1").text()).isEqualTo("root");
    assertThat(app.get("/api/t/v1/").text()).isEqualTo("slash");
    assertThat(app.get("/api/y").text()).isEqualTo("y");
    assertThat(app.assembly().routes().match("/api/t/v1/ws").socket().orElseThrow().route())
        .satisfies(route -> assertThat(route.subprotocols()).containsExactly("v2", "v1"));
  }

  @Test
  void sameRouteIsRefusedThoughAnotherHidesBoth() {
    class First {
      @Get("/{a}")
      String a() {
        return "object";
      }
    }
    var app =
        Parley.create()
            .routes(new First())
            .get("/x", _ -> "lambda")
            .router("/x", x -> x.get("", _ -> "router"));

    assertThat(AssembledApp.problemsOf(app))
        .singleElement()
        .asString()
        .startsWith("GET /x is served twice");
  }

  static final class NotFound extends Exception {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void errorMethodsOfAnObjectWithRoutesAreItsOwn() {
    class Files {
      @Get("/files")
      void files() throws IOException {
        throw new FileNotFoundException("secret");
      }

      @OnError
      ErrorReply onFile(FileNotFoundException e) {
        return new ErrorReply(404, 4004, "of files");
      }
    }
    class Others {
      @Get("/others")
      void others() throws IOException {
        throw new FileNotFoundException();
      }
    }
    class Errors {
      @OnError
      ErrorReply onAny(IOException e) {
        return new ErrorReply(418, 4018, "of all");
      }

      @OnError
      ErrorReply fails(IllegalStateException e) throws NotFound {
        throw new NotFound();
      }
    }
    var app =
        AssembledApp.of(
            Parley.create()
                .routes(new Files(), new Others(), new Errors())
                .onError(IOException.class, _ -> new ErrorReply(400, 4000, "of lambda"))
                .router(
                    "/in",
                    in ->
                        in.onError(NotFound.class, _ -> new ErrorReply(410, 4010, "inner"))
                            .get(
                                "/x",
                                _ -> {
                                  throw new NotFound();
                                })
                            .get(
                                "/y",
                                _ -> {
                                  throw new IOException();
                                })));

    assertThat(app.get("/files").text()).contains("of files");
    assertThat(app.get("/others").text()).contains("of lambda");
    assertThat(app.get("/in/x").text()).contains("inner");
    assertThat(app.get("/in/y").text()).contains("of lambda");
    var root = app.assembly().rootErrors();
    assertThat(root.find(new IOException()).orElseThrow().message()).isEqualTo("of lambda");
    assertThatThrownBy(() -> root.find(new IllegalStateException())).isInstanceOf(NotFound.class);
    assertThat(root.find(new NotFound())).isEmpty();
  }

  @Test
  void errorMethodOfObjectWithoutRoutesIsOfItsGroup() {
    class Errors {
      @OnError
      ErrorReply onAny(IOException e) {
        return new ErrorReply(418, 4018, e.getMessage());
      }
    }
    var app =
        AssembledApp.of(
            Parley.create()
                .router(
                    "/in",
                    in ->
                        in.get(
                                "/x",
                                _ -> {
                                  throw new IOException("inner");
                                })
                            .routes(new Errors()))
                .get(
                    "/x",
                    _ -> {
                      throw new IOException("outer");
                    }));

    assertThat(app.get("/in/x").status()).isEqualTo(418);
    assertThat(app.get("/x").status()).isEqualTo(500);
    assertThat(app.assembly().rootErrors().groups()).isEqualTo(List.of());
  }
}
