package dev.parley.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program that plays the clients: compiled from C, in a process of its own. */
final class LoadGenerator {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path program;
  private final Cores cores;

  private LoadGenerator(Path program, Cores cores) {
    this.program = program;
    this.cores = cores;
  }

  /** Whether there is a C compiler. */
  static boolean canBeBuilt() {
    return Shell.has("cc");
  }

  /** Compiles it, with TLS and compression where the libraries are there. */
  static LoadGenerator build(Places places, Cores cores) {
    try {
      Files.createDirectories(places.work());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    var program = places.work().resolve("load");
    var command = new ArrayList<>(List.of("cc", "-std=c11", "-O2", "-Wall", "-Wextra", "-Werror"));
    command.addAll(List.of("-o", program.toString()));
    command.addAll(sources(places));
    library("openssl/ssl.h", "-DWITH_TLS", List.of("-lssl", "-lcrypto"), command);
    library("zlib.h", "-DWITH_DEFLATE", List.of("-lz"), command);
    Shell.require(places.loadSources(), command);
    return new LoadGenerator(program, cores);
  }

  private static List<String> sources(Places places) {
    try (var files = Files.list(places.loadSources())) {
      return files.map(Path::toString).filter(name -> name.endsWith(".c")).sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void library(
      String header, String macro, List<String> libraries, List<String> command) {
    if (Files.exists(Path.of("/usr/include", header))) {
      command.add(macro);
      command.addAll(libraries);
    }
  }

  private List<String> command(ServerProcess server, List<String> arguments) {
    var command = new ArrayList<>(cores.before(Cores.Role.LOAD));
    command.add(program.toString());
    command.addAll(arguments);
    command.addAll(List.of("--port", Integer.toString(server.port())));
    command.addAll(List.of("--pid", Long.toString(server.pid())));
    return command;
  }

  /** Loads a server and tells the figures, with what went wrong as text. */
  Measured run(ServerProcess server, List<String> arguments) {
    var output = Shell.run(Path.of("/"), command(server, arguments));
    return measured(output.text(), output.errors());
  }

  private static Measured measured(String line, String complaints) {
    var figures =
        line.isBlank() ? Optional.<JsonNode>empty() : Optional.of(JSON.readTree(line.strip()));
    return new Measured(figures, complaints.strip());
  }

  /** Opens connections and leaves them alone until told to go on. */
  Idle open(ServerProcess server, int connections) {
    var command = command(server, List.of("idle", "--connections", Integer.toString(connections)));
    try {
      return new Idle(new ProcessBuilder(command).start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Figures, if it came so far, and complaints, empty if all went well. */
  record Measured(Optional<JsonNode> figures, String complaints) {
    double figure(String name) {
      return figures.map(node -> node.path(name).asDouble(0)).orElse(0.0);
    }

    /** Messages that were lost or wrong; 1 where there are no figures at all. */
    long errors() {
      return figures
          .map(node -> node.path("errors").asLong(0) + node.path("lost").asLong(0))
          .orElse(1L);
    }
  }

  /** Connections that are open and silent. */
  static final class Idle implements AutoCloseable {
    private final Process process;
    private final java.io.BufferedReader output;

    private Idle(Process process) throws IOException {
      this.process = process;
      this.output = process.inputReader();
      if (output.readLine() == null) {
        throw new IllegalStateException(
            "The connections did not open: " + process.errorReader().readLine());
      }
    }

    /** Echoes once on each connection, closes them and tells whether all went well. */
    Measured verify() {
      try (var input = process.outputWriter()) {
        input.write("verify\n");
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      var line = output.lines().findFirst().orElse("");
      var complaints = String.join("\n", process.errorReader().lines().toList());
      return measured(line, complaints);
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
