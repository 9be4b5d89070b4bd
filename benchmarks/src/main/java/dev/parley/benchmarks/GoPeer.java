package dev.parley.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** gorilla/websocket, as Debian packages it. */
final class GoPeer implements Peer {
  private static final Path LIBRARIES = Path.of("/usr/share/gocode");

  private final Places places;

  GoPeer(Places places) {
    this.places = places;
  }

  @Override
  public String name() {
    return "gorilla";
  }

  @Override
  public Optional<String> missing() {
    boolean found =
        Shell.has("go") && Files.exists(LIBRARIES.resolve("src/github.com/gorilla/websocket"));
    return found
        ? Optional.empty()
        : Optional.of("golang and golang-github-gorilla-websocket-dev are not installed");
  }

  private String program() {
    return places.work().resolve("gorilla").toString();
  }

  @Override
  public void build() {
    Shell.require(
        places.peers().resolve("go"),
        List.of(
            "env",
            "GO111MODULE=off",
            "GOPATH=" + LIBRARIES,
            "go",
            "build",
            "-o",
            program(),
            "main.go"));
  }

  @Override
  public String version() {
    var library =
        Shell.ask("dpkg-query", "-W", "-f", "${Version}", "golang-github-gorilla-websocket-dev");
    var language = Shell.ask("go", "env", "GOVERSION");
    return library.orElse("unknown") + " on " + language.orElse("Go");
  }

  @Override
  public boolean isJvm() {
    return false;
  }

  @Override
  public List<String> command(int port, Mode mode) {
    return List.of(program(), Integer.toString(port));
  }
}
