package dev.parley.benchmarks;

import java.util.List;
import java.util.Optional;

/** FastAPI on uvicorn with uvloop and websockets, as the distribution packages them. */
final class FastApiPeer implements Peer {
  private static final String PYTHON = "/usr/bin/python3";
  private static final String VERSIONS =
      "import fastapi, uvicorn, uvloop, websockets, platform; print(fastapi.__version__, 'on uvicorn',"
          + " uvicorn.__version__, '+ uvloop', uvloop.__version__, '+ websockets',"
          + " websockets.__version__, '+ Python', platform.python_version())";

  private final Places places;

  FastApiPeer(Places places) {
    this.places = places;
  }

  @Override
  public String name() {
    return "fastapi";
  }

  @Override
  public Optional<String> missing() {
    return Shell.ask(PYTHON, "-c", VERSIONS).isPresent()
        ? Optional.empty()
        : Optional.of(
            "python3-fastapi, uvicorn, python3-uvloop and python3-websockets are not installed");
  }

  @Override
  public void build() {
    // Nothing to build.
  }

  @Override
  public String version() {
    return Shell.ask(PYTHON, "-c", VERSIONS).orElse("unknown");
  }

  @Override
  public boolean isJvm() {
    return false;
  }

  @Override
  public List<String> command(int port, Mode mode) {
    return List.of(
        PYTHON,
        "-m",
        "uvicorn",
        "--app-dir",
        places.peers().resolve("fastapi").toString(),
        "--host",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--backlog",
        "4096",
        "--loop",
        "uvloop",
        "--ws",
        "websockets",
        "--log-level",
        "critical",
        "--no-access-log",
        "app:app");
  }
}
