package dev.parley.internal.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Body;
import dev.parley.CookieParam;
import dev.parley.DefaultValue;
import dev.parley.Delete;
import dev.parley.Get;
import dev.parley.Handshake;
import dev.parley.HeaderParam;
import dev.parley.HttpException;
import dev.parley.InvalidRequestException;
import dev.parley.Parley;
import dev.parley.Patch;
import dev.parley.PathParam;
import dev.parley.Post;
import dev.parley.Problem;
import dev.parley.Provides;
import dev.parley.Put;
import dev.parley.QueryParam;
import dev.parley.Request;
import dev.parley.WebSocket;
import dev.parley.WebSocketRoute;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ParametersTest {
  @Test
  void socketHandlerGetsEveryKindOfParameter() throws Throwable {
    class Chat {
      final List<Object> seen = new ArrayList<>();

      @WebSocketRoute("/rooms/{room}/{number:int}")
      void chat(
          WebSocket ws,
          @PathParam String room,
          @PathParam("number") int no,
          @QueryParam List<String> tag,
          @HeaderParam String userAgent,
          @CookieParam("session_id") Optional<String> session,
          Handshake handshake,
          Request request) {
        seen.addAll(List.of(room, no, tag, userAgent, session));
        assertThat(handshake).isSameAs(request);
        assertThat(ws).isNotNull();
      }
    }
    var chat = new Chat();

    AssembledApp.of(chat)
        .connect("/rooms/a%20b/7?tag=x&tag=y", "User-Agent: test", "Cookie: session_id=s1");

    assertThat(chat.seen).containsExactly("a b", 7, List.of("x", "y"), "test", Optional.of("s1"));
  }

  @Test // Semantics 148: the last one of a query, the first header
  void oneOfRepeatedValuesCounts() {
    class Api {
      @Get("/x")
      List<String> x(@QueryParam String q, @HeaderParam String h) {
        return List.of(q, h);
      }
    }

    var answer = AssembledApp.of(new Api()).get("/x?q=1&q=2", "H: 1", "H: 2");

    assertThat(answer.text()).isEqualTo("[\"2\",\"1\"]");
  }

  @Test
  void takesSetsAndCollections() {
    class Api {
      @Get("/x")
      String x(@QueryParam Set<Integer> a, @HeaderParam Collection<String> b) {
        assertThatThrownBy(() -> a.add(1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> b.add("")).isInstanceOf(UnsupportedOperationException.class);
        return a + " " + b;
      }
    }

    var app = AssembledApp.of(new Api());

    assertThat(app.get("/x?a=2&a=1&a=2", "B: p", "B: q").text()).isEqualTo("[2, 1] [p, q]");
    assertThat(app.get("/x").text()).isEqualTo("[] []");
  }

  @Test
  void leftOutParametersHaveTheirDefaults() {
    class Api {
      @Get("/x")
      String x(
          @QueryParam @DefaultValue("7") int page,
          @QueryParam @DefaultValue("a") List<String> tags,
          @HeaderParam @DefaultValue("none") String agent,
          @CookieParam Optional<UUID> id) {
        return page + " " + tags + " " + agent + " " + id;
      }
    }

    var app = AssembledApp.of(new Api());

    assertThat(app.get("/x").text()).isEqualTo("7 [a] none Optional.empty");
    assertThat(app.get("/x?page=8&tags=b&tags=c", "Agent: me").text())
        .isEqualTo("8 [b, c] me Optional.empty");
  }

  @Test // Semantics 152
  void headerNamesAreInKebabCase() {
    class Api {
      @Get("/x")
      String x(@HeaderParam String xRequestID, @HeaderParam String last_event) {
        return xRequestID + last_event;
      }
    }

    assertThat(AssembledApp.of(new Api()).get("/x", "X-Request-ID: 1", "Last-Event: 2").text())
        .isEqualTo("12");
  }

  @Test // Semantics 144 and 146
  void everyProblemIsToldAtOnce() {
    class Api {
      @Get("/x")
      void x(
          @QueryParam int page,
          @QueryParam boolean all,
          @QueryParam List<Integer> ids,
          @HeaderParam double rate,
          @CookieParam int count) {
        throw new AssertionError();
      }
    }

    var answer =
        AssembledApp.of(new Api()).get("/x?page=two&ids=1&ids=x&ids=y", "Cookie: count=many");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text())
        .isEqualTo(
            """
            {"detail":[\
            {"in":"query","name":"page","message":"Expected a whole number from -2147483648 to 2147483647.","value":"two"},\
            {"in":"query","name":"all","message":"Missing; expected true or false.","value":null},\
            {"in":"query","name":"ids","message":"Expected a whole number from -2147483648 to 2147483647.","value":"x"},\
            {"in":"query","name":"ids","message":"Expected a whole number from -2147483648 to 2147483647.","value":"y"},\
            {"in":"header","name":"rate","message":"Missing; expected a number.","value":null},\
            {"in":"cookie","name":"count","message":"Expected a whole number from -2147483648 to 2147483647.","value":null}]}\
            """);
  }

  @Test
  void secretsAreNotRepeated() {
    class Api {
      @Get("/x")
      void x(
          @QueryParam int accessToken,
          @QueryParam int ticket,
          @QueryParam int clientSecret,
          @QueryParam int PASSWORD,
          @HeaderParam int authorization,
          @HeaderParam int xApiKey,
          @CookieParam int plain,
          @QueryParam int page) {}
    }

    var answer =
        AssembledApp.of(new Api())
            .get(
                "/x?accessToken=hush&ticket=hush&clientSecret=hush&PASSWORD=hush&page=loud",
                "Authorization: hush",
                "X-Api-Key: hush",
                "Cookie: plain=hush");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text()).doesNotContain("hush").contains("\"value\":\"loud\"");
  }

  @Test
  void converterMayTellWhatItExpectedButNoSecret() {
    class Api {
      @Get("/x")
      void x(@QueryParam Colour colour, @QueryParam Colour key, @QueryParam Silent silent) {}
    }
    var app =
        Parley.create()
            .routes(new Api())
            .converter(
                Colour.class,
                text -> {
                  throw new IllegalArgumentException(text + " is no colour such as #c0ffee.");
                })
            .converter(
                Silent.class,
                _ -> {
                  throw new IllegalArgumentException();
                });

    var text = AssembledApp.of(app).get("/x?colour=red&key=hush&silent=1").text();

    assertThat(text)
        .contains("red is no colour such as #c0ffee.")
        .contains("\"key\",\"message\":\"Expected a valid value.\"")
        .contains("\"silent\",\"message\":\"Expected a valid value.\"")
        .doesNotContain("hush");
    assertThat(AssembledApp.of(app).get("/x").text()).contains("\"message\":\"Missing.\"");
  }

  @Test
  void converterMayListProblemsOfItsOwn() {
    class Api {
      @Get("/x/{c}")
      void x(@QueryParam Colour colour, @PathParam Colour c) {}
    }
    var problem = new Problem("query", "colour.red", "Too much.", null);
    var app =
        Parley.create()
            .routes(new Api())
            .converter(
                Colour.class,
                _ -> {
                  throw new InvalidRequestException(List.of(problem));
                });

    var answer = AssembledApp.of(app).get("/x/1?colour=red");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text()).contains("colour.red");
  }

  @Test // Semantics 123: nothing else counts if there is no such resource
  void pathThatDoesNotConvertIsNotFound() {
    class Api {
      @Get("/users/{id}")
      void user(@QueryParam int page, @PathParam UUID id) {}
    }

    var answer = AssembledApp.of(new Api()).get("/users/7?page=x");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).isEqualTo("{\"detail\":\"Not Found\"}");
  }

  @Test
  void socketRefusesBeforeItsHandlerRuns() {
    class Chat {
      @WebSocketRoute("/ws/{id}")
      void chat(@QueryParam String token, @PathParam int id) {
        throw new AssertionError();
      }
    }
    var app = AssembledApp.of(new Chat());

    assertThatExceptionOfType(InvalidRequestException.class)
        .isThrownBy(() -> app.connect("/ws/1"))
        .satisfies(invalid ->
            assertThat(invalid.problems())
                .containsExactly(new Problem("query", "token", "Missing; expected text.", null)));
    assertThatExceptionOfType(HttpException.class)
        .isThrownBy(() -> app.connect("/ws/x?token=t"))
        .satisfies(refused -> assertThat(refused.status()).isEqualTo(404));
  }

  @Test
  void recordsWithAnnotatedComponentsAreGroups() {
    class Api {
      @Get("/rooms/{room}")
      String list(Filter filter) {
        return filter.toString();
      }
    }

    var app = AssembledApp.of(new Api());

    assertThat(app.get("/rooms/lobby?size=5&q=x", "Accept-Language: en").text())
        .isEqualTo(
            "Filter[paging=Paging[page=0, size=5], text=Optional[x], acceptLanguage=en,"
                + " room=lobby]");
    assertThat(app.get("/rooms/lobby?page=x").text())
        .contains("\"name\":\"page\"")
        .contains("\"name\":\"size\"")
        .contains("\"name\":\"accept-language\"");
  }

  @Test
  void groupMayRefuseItsValues() {
    class Api {
      @Get("/x")
      void x(Range range) {}
    }

    var app = AssembledApp.of(new Api());

    assertThat(app.get("/x?from=2&to=1").text())
        .isEqualTo(
            "{\"detail\":[{\"in\":\"query\",\"name\":\"range\",\"message\":\"Expected a valid"
                + " range.\",\"value\":null}]}");
    assertThat(app.get("/x?from=3&to=9").text()).contains("No threes.");
    assertThat(app.get("/x?from=4&to=9").status()).isEqualTo(410);
    assertThat(app.get("/x?from=5&to=9").status()).isEqualTo(500);
  }

  @Test
  void oneRemainingRecordIsTheBody() {
    class Api {
      @Post("/rooms/{room}")
      String post(User user, @PathParam String room, Announcement body) {
        return user.name() + room + body;
      }

      @Put("/tags")
      String tags(List<String> tags) {
        return tags.toString();
      }

      @Patch("/map")
      String map(Map<String, Integer> map) {
        return map.toString();
      }

      @Delete("/json")
      String json(JsonNode json) {
        return json.toString();
      }

      @Provides
      User user() {
        return new User("alice");
      }
    }

    var app = AssembledApp.of(new Api());

    assertThat(app.post("/rooms/1", "{\"content\":\"hi\"}").text())
        .isEqualTo("alice1Announcement[content=hi]");
    assertThat(app.send("PUT", "/tags", "[\"a\"]").text()).isEqualTo("[a]");
    assertThat(app.send("PATCH", "/map", "{\"a\":1}").text()).isEqualTo("{a=1}");
    assertThat(app.send("DELETE", "/json", "{}").text()).isEqualTo("{}");
  }

  @Test
  void annotatedBodyMayBeTextOrBytesOrAnyJson() {
    class Api {
      @Post("/text")
      String text(@Body String text) {
        return text;
      }

      @Post("/bytes")
      String bytes(@Body byte[] bytes) {
        return "" + bytes.length;
      }

      @Get("/record")
      String record(@Body Announcement body) {
        return body.content();
      }
    }

    var app = AssembledApp.of(new Api());

    assertThat(app.send("POST", "/text", "h\u00e9", "Content-Type: text/plain").text())
        .isEqualTo("h\u00e9");
    assertThat(app.send("POST", "/bytes", "h\u00e9").text()).isEqualTo("3");
    assertThat(app.send("GET", "/record", "{\"content\":\"x\"}").text()).isEqualTo("x");
  }

  @Test
  void bodyThatCannotBeReadIsRefused() {
    class Api {
      @Post("/x")
      void x(@QueryParam int page, Announcement body) {}

      @Post("/text")
      void text(@Body String text) {}
    }

    var app = AssembledApp.of(new Api());

    assertThat(app.post("/x?page=1", "{").status()).isEqualTo(400);
    assertThat(app.send("POST", "/x?page=1", "{}", "Content-Type: text/plain").status())
        .isEqualTo(415);
    assertThat(app.send("POST", "/text", new byte[] {(byte) 0xff}).status()).isEqualTo(400);
    var invalid = app.post("/x?page=x", "{\"content\":7}");
    assertThat(invalid.status()).isEqualTo(422);
    assertThat(invalid.text())
        .contains("\"in\":\"query\",\"name\":\"page\"")
        .contains("\"in\":\"body\",\"name\":\"content\"");
  }

  @Test
  void lambdasReadTypedParameters() {
    var app =
        Parley.create()
            .get("/x/{id}", request -> request.pathParam("id", int.class))
            .get("/q", request -> request.queryParam("n", Integer.class));

    var assembled = AssembledApp.of(app);

    assertThat(assembled.get("/x/7").text()).isEqualTo("7");
    assertThat(assembled.get("/x/y").status()).isEqualTo(404);
    assertThat(assembled.get("/q?n=z").status()).isEqualTo(422);
  }

  @Test // A browser sends a plus for a space
  void queryIsFormEncoded() {
    class Api {
      @Get("/x")
      String x(@QueryParam String q) {
        return q;
      }
    }

    assertThat(AssembledApp.of(new Api()).get("/x?q=a+b%2B").text()).isEqualTo("a b+");
  }

  @Test
  void bodyInAnotherEncodingIsRefused() {
    class Api {
      @Post("/x")
      void x(Announcement body) {}
    }

    var latin = "{\"content\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(AssembledApp.of(new Api()).send("POST", "/x", latin).status()).isEqualTo(400);
  }

  record User(String name) {}

  record Announcement(String content) {}

  record Paging(@QueryParam @DefaultValue("0") int page, @QueryParam int size) {}

  record Filter(
      Paging paging,
      @QueryParam("q") Optional<String> text,
      @HeaderParam String acceptLanguage,
      @PathParam String room) {}

  record Range(@QueryParam int from, @QueryParam int to) {
    Range {
      if (from > to) {
        throw new IllegalArgumentException("internal");
      }
      switch (from) {
        case 3 ->
            throw new InvalidRequestException(
                List.of(new Problem("query", "from", "No threes.", null)));
        case 4 -> throw new HttpException(410, "Gone");
        case 5 -> throw new IllegalStateException("bug");
        default -> {}
      }
    }
  }

  interface Colour {}

  interface Silent {}
}
