package dev.parley.guide;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real browser without a window, driven by the Chrome DevTools Protocol. */
final class Chromium implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final AtomicInteger number = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Chromium(Process process, Path profile) throws Exception {
    this.process = process;
    this.profile = profile;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(pageSocket(profile), new Answers())
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    call("Runtime.enable", Map.of());
    call("Page.enable", Map.of());
  }

  /** Starts the browser; skips the test where there is none, unless everything is required. */
  static Chromium start(String... options) throws Exception {
    var binary = binary();
    if (!"true".equals(System.getenv("PARLEY_REQUIRE_ALL"))) {
      assumeTrue(binary.isPresent(), "Chromium is not installed; the page is not tested.");
    }
    var profile = Files.createTempDirectory("parley-chromium");
    var command = new ArrayList<String>();
    command.addAll(
        List.of(
            binary
                .orElseThrow(() -> new AssertionError("Chromium is required, but not installed."))
                .toString(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile));
    command.addAll(List.of(options));
    command.add("about:blank");
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("log").toFile())
            .start();
    return new Chromium(process, profile);
  }

  private static Optional<Path> binary() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(name ->
            Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static URI pageSocket(Path profile) throws Exception {
    var portFile = profile.resolve("DevToolsActivePort");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      if (Files.exists(portFile) && Files.readAllLines(portFile).size() > 1) {
        var list = "http://127.0.0.1:" + Files.readAllLines(portFile).getFirst() + "/json/list";
        var response =
            HttpClient.newHttpClient()
                .send(
                    HttpRequest.newBuilder(URI.create(list)).build(),
                    HttpResponse.BodyHandlers.ofString());
        for (var page : JSON.readTree(response.body())) {
          if (page.path("type").asString("").equals("page")) {
            return URI.create(page.path("webSocketDebuggerUrl").asString(""));
          }
        }
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("Chromium did not open its debugging port.");
  }

  /** Opens an address and waits until the page says that it is ready. */
  void open(URI address) {
    call("Page.navigate", Map.of("url", address.toString()));
    await("document.body?.dataset.ready === 'true' && location.href.startsWith('" + address + "')");
  }

  /** Sets the size of the window, and whether the user prefers dark colours. */
  void look(int width, int height, String colorScheme) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
  }

  /** Evaluates an expression in the page. */
  JsonNode evaluate(String expression) {
    var answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + " failed: " + answer.get("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** Waits until an expression is true in the page, which checks it at every frame. */
  void await(String condition) {
    var answer =
        evaluate(
            """
            new Promise(resolve => {
              const end = performance.now() + %d;
              const check = () => {
                let fits = false;
                try { fits = %s; } catch { }
                if (fits || performance.now() > end) resolve(Boolean(fits)); else setTimeout(check, 20);
              };
              check();
            })
            """
                .formatted(PATIENCE.toMillis() / 2, condition));
    if (!answer.asBoolean()) {
      throw new AssertionError("Waited in vain for: " + condition);
    }
  }

  /** Takes a picture of the window, or of the whole page. */
  void screenshot(Path file, boolean wholePage) throws IOException {
    var picture =
        call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", wholePage));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(picture.path("data").asString("")));
  }

  /** Errors that the page has written or thrown. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  private JsonNode call(String method, Map<String, ?> parameters) {
    int id = number.incrementAndGet();
    var answer = new CompletableFuture<JsonNode>();
    answers.put(id, answer);
    var request = JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
    try {
      socket.sendText(request, true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception failure) {
      throw new AssertionError(method + " was not answered.", failure);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).handle((ended, late) -> ended).join();
    process.destroyForcibly();
    try (Stream<Path> files = Files.walk(profile)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException stillInUse) {
      profile.toFile().deleteOnExit();
    }
  }

  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        take(JSON.readTree(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void take(JsonNode message) {
      if (message.has("id")) {
        var answer = answers.remove(message.get("id").asInt());
        if (answer != null) {
          answer.complete(message.path("result"));
        }
        return;
      }
      String event = message.path("method").asString("");
      boolean error =
          event.equals("Runtime.consoleAPICalled")
              && message.path("params").path("type").asString("").equals("error");
      if (error || event.equals("Runtime.exceptionThrown")) {
        complaints.add(message.path("params").toString());
      }
    }
  }
}
