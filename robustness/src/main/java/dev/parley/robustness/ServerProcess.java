package dev.parley.robustness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** The server in a process of its own, with a small heap and a limit of descriptors. */
final class ServerProcess implements AutoCloseable {
  /** What every abuse has to be survived with. */
  static final String HEAP = "-Xmx128m";

  /** Has all of the heap there from the beginning. */
  static final List<String> TOUCHED_HEAP = List.of("-Xms128m", "-XX:+AlwaysPreTouch");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern LISTENS = Pattern.compile("listens on (http://\\S+)");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Process process;
  private final Path log;
  private final URI uri;
  private final ProcessFigures figures;

  private ServerProcess(Process process, Path log, URI uri) {
    this.process = process;
    this.log = log;
    this.uri = uri;
    this.figures = new ProcessFigures(process.pid());
  }

  /** Starts the server and waits until it listens. */
  static ServerProcess start(Cores cores, int maxDescriptors, Path log, List<String> jvmOptions) {
    var options = new ArrayList<>(List.of(HEAP, "-XX:+ExitOnOutOfMemoryError"));
    options.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens",
            "java.base/java.lang=ALL-UNNAMED"));
    options.addAll(List.of("-Dparley.port=0", "-Dparley.host=127.0.0.1"));
    options.addAll(jvmOptions);
    var command = new ArrayList<>(limited(maxDescriptors));
    command.addAll(cores.before(Cores.Role.SERVER));
    command.addAll(Child.java(options, List.of(SampleServer.class.getName())));
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      // It must not outlive whoever stops this program in the middle of it.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new ServerProcess(process, log, awaitListening(process, log));
    } catch (IOException failure) {
      throw new IllegalStateException("Cannot start the server", failure);
    }
  }

  private static List<String> limited(int descriptors) {
    return List.of("sh", "-c", "ulimit -n \"$0\" && exec \"$@\"", Integer.toString(descriptors));
  }

  private static URI awaitListening(Process process, Path log) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      var listens = LISTENS.matcher(Files.readString(log));
      if (listens.find()) {
        return URI.create(listens.group(1).replace("localhost", "127.0.0.1"));
      }
      Pause.millis(20);
    }
    process.destroyForcibly();
    throw new IllegalStateException("The server did not start:\n" + Files.readString(log));
  }

  int port() {
    return uri.getPort();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What Linux says. */
  ProcessFigures process() {
    return figures;
  }

  /** What the server itself says; empty if it does not answer. */
  Optional<ServerFigures> figures() {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(uri.resolve("/figures")).timeout(Duration.ofSeconds(20)).build();
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return Optional.of(JSON.readValue(answer.body(), ServerFigures.class));
    } catch (IOException silent) {
      return Optional.empty();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Lines of the log that tell of trouble. */
  List<String> complaints() throws IOException {
    var words = Pattern.compile("WARN|ERROR|OutOf\\w*Memory|LEAK|Terminating");
    return Files.readAllLines(log).stream().filter(line -> words.matcher(line).find()).toList();
  }

  @Override
  public void close() {
    process.destroy();
    if (!process
        .onExit()
        .completeOnTimeout(process, 15, java.util.concurrent.TimeUnit.SECONDS)
        .join()
        .isAlive()) {
      return;
    }
    process.destroyForcibly().onExit().join();
  }
}
