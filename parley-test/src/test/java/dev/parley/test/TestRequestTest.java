package dev.parley.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.App;
import dev.parley.Json;
import dev.parley.Parley;
import dev.parley.Response;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a test does with the HTTP routes beside the sockets. */
class TestRequestTest {
  private record Room(String name) {}

  private static App app() {
    var app = Parley.create();
    return app.get("/room", request -> new Room("lobby"))
        .post("/room", request -> Response.status(201).json(request.body(Room.class)))
        .put("/room", request -> request.body(Room.class))
        .patch("/room", request -> request.body(Room.class))
        .delete("/room", request -> Response.status(204))
        .get("/text", request -> Response.ok().text("Grüße"))
        .get("/login", request -> Response.ok().withHeader("set-cookie", "session=s1; Path=/"))
        .get("/logout", request -> Response.ok().withHeader("set-cookie", "session=; Max-Age=0"))
        .get(
            "/headers",
            request -> Json.object("x", request.headers().all("x"), "c", cookies(request)))
        .get(
            "/crash",
            request -> {
              throw new IOException("The disk is full.");
            });
  }

  private static String cookies(dev.parley.Request request) {
    return request.header("cookie").orElse("none");
  }

  @ParameterizedTest
  @EnumSource
  void sendsEveryMethod(Way way) {
    try (var client = way.to(app())) {
      assertThat(client.get("/room").as(Room.class)).isEqualTo(new Room("lobby"));
      assertThat(client.post("/room", new Room("a")).status()).isEqualTo(201);
      assertThat(client.put("/room", new Room("b")).as(Room.class)).isEqualTo(new Room("b"));
      assertThat(client.patch("/room", new Room("c")).json().get("name").asString()).isEqualTo("c");
      assertThat(client.delete("/room").status()).isEqualTo(204);
      assertThat(client.request("HEAD", "/room").send().body()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void seesStatusHeadersAndText(Way way) {
    try (var client = way.to(app())) {
      var response = client.get("/text");

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.header("Content-Type")).contains("text/plain; charset=utf-8");
      assertThat(response.text()).isEqualTo("Grüße");
      assertThat(response).hasToString("200 Grüße");
      assertThat(client.delete("/room")).hasToString("204");
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendsABodyAsItIs(Way way) {
    try (var client = way.to(app())) {
      var malformed = client.request("POST", "/room").body("application/json", "{").send();
      var other = client.request("POST", "/room").body("text/plain", "{}".getBytes()).send();

      assertThat(malformed.status()).isEqualTo(400);
      assertThat(other.status()).isEqualTo(415);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendsHeadersAndKeepsCookies(Way way) {
    try (var client = way.to(app()).header("x", "1")) {
      client.get("/login");
      var loggedIn = client.request("GET", "/headers").header("x", "2").cookie("a", "b").send();
      client.get("/logout");
      var loggedOut = client.get("/headers");

      assertThat(loggedIn.text()).isEqualTo("{\"x\":[\"1\",\"2\"],\"c\":\"session=s1; a=b\"}");
      assertThat(loggedOut.json().get("c").asString()).isEqualTo("none");
    }
  }

  @ParameterizedTest
  @EnumSource
  void throwsInTheTestWhatTheHandlerThrew(Way way) {
    try (var client = way.to(app())) {
      assertThatThrownBy(() -> client.get("/crash"))
          .isInstanceOf(IOException.class)
          .hasMessage("The disk is full.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesACrashForExpectedWhereTheTestExpects500(Way way) {
    try (var client = way.to(app())) {
      var response = client.request("GET", "/crash").expect(500);

      assertThat(response.text()).doesNotContain("disk");
    }
  }

  @ParameterizedTest
  @EnumSource
  void requiresAStatus(Way way) {
    try (var client = way.to(app())) {
      assertThatThrownBy(() -> client.request("GET", "/text").expect(404))
          .isInstanceOf(AssertionError.class)
          .hasMessage("Expected 404 for GET /text, got 200 Grüße.");
      assertThatThrownBy(() -> client.request("GET", "/crash").expect(200))
          .isInstanceOf(AssertionError.class)
          .hasCauseInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysThatTheBodyIsNoJson(Way way) {
    try (var client = way.to(app())) {
      var response = client.get("/text");

      assertThatThrownBy(response::json)
          .isInstanceOf(AssertionError.class)
          .hasMessage("Expected the body of the response to be JSON, got \"Grüße\".");
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysThatNoAnswerCame(Way way) {
    App app =
        Parley.create()
            .get(
                "/slow",
                request -> {
                  LockSupport.parkNanos(500_000_000L);
                  return "late";
                });
    try (var client = way.to(app).deadline(Way.IN_VAIN)) {
      assertThatThrownBy(() -> client.get("/slow"))
          .isInstanceOf(AssertionError.class)
          .hasMessage("Awaited the answer to GET /slow for 200 ms in vain. Nothing had arrived.");
    }
  }
}
