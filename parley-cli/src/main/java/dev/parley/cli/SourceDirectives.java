package dev.parley.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a source file says about itself in comments: {@code //DEPS group:artifact:version}, several
 * with spaces or commas, as JBang reads it.
 */
final class SourceDirectives {
  private static final String DEPS = "//DEPS ";

  private SourceDirectives() {}

  /** The libraries that a file needs, each once, in their order. */
  static List<Coordinate> libraries(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(DEPS))
          .flatMap(line -> Arrays.stream(line.substring(DEPS.length()).split("[\\s,]+")))
          .filter(text -> !text.isEmpty())
          .map(text -> Coordinate.parse(text, file.getFileName().toString()))
          .distinct()
          .toList();
    }
  }
}
