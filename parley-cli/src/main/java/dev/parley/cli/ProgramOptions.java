package dev.parley.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code run} and {@code dev} have in common. */
final class ProgramOptions {
  @Parameters(index = "0", paramLabel = "FILE", description = "The program: a Java source file.")
  private Path file = Path.of("");

  @Parameters(index = "1..*", paramLabel = "ARG", description = "Arguments of the program.")
  private List<String> arguments = List.of();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port to listen on; 0 picks a free one. Default 8000.")
  private @Nullable Integer port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The address to listen on. Default 127.0.0.1; 0.0.0.0 for every interface.")
  private @Nullable String host;

  /** The program, with the options as the system properties by which a server reads them. */
  Program program() {
    if (port != null) {
      System.setProperty("parley.port", port.toString());
    }
    if (host != null) {
      System.setProperty("parley.host", host);
    }
    return Program.of(file, arguments);
  }
}
