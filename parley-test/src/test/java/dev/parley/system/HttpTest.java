package dev.parley.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Body;
import dev.parley.Delete;
import dev.parley.Get;
import dev.parley.HttpException;
import dev.parley.Json;
import dev.parley.Parley;
import dev.parley.Patch;
import dev.parley.PathParam;
import dev.parley.Post;
import dev.parley.Put;
import dev.parley.QueryParam;
import dev.parley.Request;
import dev.parley.Response;
import dev.parley.test.RawClient;
import dev.parley.test.TestClient;
import dev.parley.test.TestResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP beside the sockets, over real sockets. */
class HttpTest {
  record Item(String name, int count) {}

  static final class Routes {
    @Get("/items/{id}")
    Item item(@PathParam int id, @QueryParam List<String> tag) {
      return new Item("item" + id + tag, id);
    }

    @Post("/items")
    Response create(Item item) {
      return Response.status(201).withHeader("location", "/items/" + item.count()).json(item);
    }

    @Put("/text")
    String text(@Body String body) {
      return "got " + body;
    }

    @Patch("/bytes")
    byte[] bytes(@Body byte[] body) {
      return body;
    }

    @Delete("/items/{id}")
    void delete(@PathParam int id) {}

    @Get("/gone")
    Object gone() {
      throw new HttpException(410, "Gone for good").withHeader("x-why", "age");
    }

    @Get("/crash")
    Object crash() {
      throw new IllegalStateException("secret detail");
    }

    @Post("/manual")
    Object manual(Request request) {
      return request.body(Item.class).count();
    }
  }

  @TempDir Path folder;
  private TestClient client;

  @BeforeEach
  void start() throws Exception {
    Files.write(folder.resolve("large.bin"), new byte[300_000]);
    client =
        TestClient.overTcp(
            Parley.create()
                .routes(new Routes())
                .get("/lambda", request -> Json.object("host", request.host().isEmpty()))
                .cors("https://app.example.com", "https://*.example.org")
                .staticFiles("/files", folder)
                .config(config -> config.maxRequestBodyBytes(1_000)));
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void answersEveryMethod() {
    assertThat(client.get("/items/7?tag=a&tag=b").text())
        .isEqualTo("{\"name\":\"item7[a, b]\",\"count\":7}");
    var created = client.post("/items", new Item("x", 3));
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("location")).contains("/items/3");
    assertThat(client.put("/text", "hi").text()).contains("got ");
    assertThat(client.delete("/items/7").status()).isEqualTo(204);
    assertThat(client.get("/lambda").text()).isEqualTo("{\"host\":false}");
  }

  @Test
  void takesBodiesAsTheyAre() {
    var answer = client.request("PATCH", "/bytes").body("image/png", new byte[] {1, 2, 3}).send();

    assertThat(answer.body()).containsExactly(1, 2, 3);
    assertThat(answer.header("content-type")).contains("application/octet-stream");
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThat(client.get("/items/x").status()).isEqualTo(404);
    assertThat(client.get("/nothing").text()).isEqualTo("{\"detail\":\"Not Found\"}");
    assertThat(client.post("/items/7", "x").status()).isEqualTo(405);
    assertThat(client.post("/items/7", "x").header("allow")).contains("DELETE, GET, HEAD");
    assertThat(client.post("/items", Json.object("name", 1)).status()).isEqualTo(422);
    assertThat(json("POST", "/items", "{").status()).isEqualTo(400);
    assertThat(
            client
                .request("POST", "/items")
                .body("text/plain", "{}".getBytes(StandardCharsets.UTF_8))
                .send()
                .status())
        .isEqualTo(415);
    assertThat(client.get("/a%zz").status()).isEqualTo(400);
    assertThat(json("POST", "/items", "x".repeat(1_001)).status()).isEqualTo(413);
    assertThat(client.get("/" + "x".repeat(9_000)).status()).isEqualTo(414);
    assertThat(client.request("GET", "/lambda").header("x", "y".repeat(17_000)).send().status())
        .isEqualTo(431);
  }

  @Test
  void tellsWhatHandlersSayAndNothingElse() {
    var gone = client.get("/gone");
    assertThat(gone.status()).isEqualTo(410);
    assertThat(gone.header("x-why")).contains("age");
    assertThat(gone.text()).isEqualTo("{\"detail\":\"Gone for good\"}");
    var crash = client.request("GET", "/crash").expect(500);
    assertThat(crash.text()).isEqualTo("{\"detail\":\"Internal Server Error\"}");
  }

  @Test
  void readsBodyByHand() {
    assertThat(client.post("/manual", new Item("x", 4)).text()).isEqualTo("4");
    assertThat(client.request("POST", "/manual").body("a/b", new byte[1]).send().status())
        .isEqualTo(415);
  }

  @Test
  void answersHeadAndOptions() {
    var head = client.request("HEAD", "/lambda").send();
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("content-length")).contains("14");
    assertThat(head.body()).isEmpty();
    var options = client.request("OPTIONS", "/items/1").send();
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("allow")).contains("DELETE, GET, HEAD");
  }

  @Test
  void sendsLargeFiles() {
    assertThat(client.get("/files/large.bin").body()).hasSize(300_000);
    var head = client.request("HEAD", "/files/large.bin").send();
    assertThat(head.header("content-length")).contains("300000");
    assertThat(client.get("/files/none").status()).isEqualTo(404);
  }

  @Test
  void letsPagesOfListedOriginsIn() {
    var allowed = client.request("GET", "/lambda").header("Origin", "https://a.example.org").send();
    assertThat(allowed.header("access-control-allow-origin")).contains("https://a.example.org");
    assertThat(allowed.header("access-control-allow-credentials")).contains("true");
    assertThat(allowed.header("vary")).contains("Origin");
    var foreign = client.request("GET", "/lambda").header("Origin", "https://evil.com").send();
    assertThat(foreign.header("access-control-allow-origin")).isEmpty();
  }

  @Test
  void answersPreflight() {
    var preflight =
        client
            .request("OPTIONS", "/items/1")
            .header("Origin", "https://app.example.com")
            .header("Access-Control-Request-Method", "DELETE")
            .header("Access-Control-Request-Headers", "x-a, x-b")
            .send();
    assertThat(preflight.status()).isEqualTo(204);
    assertThat(preflight.header("access-control-allow-methods")).contains("DELETE, GET, HEAD");
    assertThat(preflight.header("access-control-allow-headers")).contains("x-a, x-b");
    assertThat(preflight.header("access-control-max-age")).contains("600");

    var withoutHeaders =
        client
            .request("OPTIONS", "/items/1")
            .header("Origin", "https://app.example.com")
            .header("Access-Control-Request-Method", "DELETE")
            .send();
    assertThat(withoutHeaders.header("access-control-allow-headers")).isEmpty();
    var foreign =
        client
            .request("OPTIONS", "/items/1")
            .header("Origin", "https://evil.com")
            .header("Access-Control-Request-Method", "DELETE")
            .send();
    assertThat(foreign.header("access-control-allow-methods")).isEmpty();
    var nowhere =
        client
            .request("OPTIONS", "/nowhere")
            .header("Origin", "https://app.example.com")
            .header("Access-Control-Request-Method", "GET")
            .send();
    assertThat(nowhere.status()).isEqualTo(404);
  }

  @Test
  void anyOriginMayCallWithoutCredentialsWhereAllAreAllowed() {
    try (var open = TestClient.overTcp(Parley.create().get("/", request -> "x").cors("*"))) {
      var answer = open.request("GET", "/").header("Origin", "https://any.com").send();

      assertThat(answer.header("access-control-allow-origin")).contains("https://any.com");
      assertThat(answer.header("access-control-allow-credentials")).isEmpty();
    }
  }

  @Test
  void keepsConnectionForSeveralRequestsInOrder() { // RFC 9112, section 9.3.2
    try (var raw = client.raw()) {
      raw.sendPlain(
          "GET /lambda HTTP/1.1\r\nHost: x\r\n\r\n"
              + "GET /items/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

      assertThat(raw.receiveResponse().text()).isEqualTo("{\"host\":false}");
      var last = raw.receiveResponse();
      assertThat(last.text()).contains("item1");
      assertThat(last.header("connection")).contains("close");
    }
  }

  private TestResponse json(String method, String target, String body) {
    return client
        .request(method, target)
        .body("application/json", body.getBytes(StandardCharsets.UTF_8))
        .send();
  }

  @Test
  void endsTheLineOfAClientThatHasLeftMeanwhile() throws Exception {
    var asked = new CountDownLatch(1);
    var left = new CountDownLatch(1);
    var app =
        Parley.create()
            .get(
                "/slow",
                request -> {
                  asked.countDown();
                  left.await();
                  return "done";
                });
    try (var own = TestClient.overTcp(app);
        var line = own.raw()) {
      line.sendPlain("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n");
      asked.await();
      line.finishSending();
      left.countDown();

      assertThat(line.receiveResponse().text()).isEqualTo("done");
      assertThat(line.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }

  @Test
  void answersAllThatWasAskedBeforeTheClientLeft() {
    try (var line = client.raw()) {
      line.sendPlain("GET /items/1 HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20));
      line.finishSending();

      for (int i = 0; i < 20; i++) {
        assertThat(line.receiveResponse().status()).isEqualTo(200);
      }
      assertThat(line.awaitEnd()).isEqualTo(RawClient.End.FINISHED);
    }
  }
}
