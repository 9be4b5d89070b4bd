package dev.parley.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Source files of tests. */
final class Sources {
  /** A server that answers each text with a prefix of its own. */
  static final String ECHO =
      """
      import dev.parley.*;

      @WebSocketRoute("/ws")
      void echo(WebSocket ws) {
        for (var text : ws.texts()) {
          ws.sendText("one " + text);
        }
      }

      void main() {
        Parley.run(this);
      }
      """;

  private Sources() {}

  static Path write(Path folder, String name, String source) {
    try {
      var file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, source);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A compiler that knows no libraries and modules. */
  static ProgramCompiler compiler() {
    return new ProgramCompiler(new OwnModules(Path.of("none")), coordinates -> List.of());
  }

  /** Compiles a program without libraries of its own. */
  static CompiledProgram compile(Path file, String... arguments) throws IOException {
    try (var compiler = compiler()) {
      return compiler.compile(Program.of(file, List.of(arguments)));
    }
  }
}
