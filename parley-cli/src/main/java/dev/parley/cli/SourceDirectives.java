package dev.parley.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a source file says about itself in comments: {@code //DEPS group:artifact:version}. */
final class SourceDirectives {
  private static final String DEPS = "//DEPS ";
  private static final Pattern COORDINATE = Pattern.compile("[\\w.-]+:[\\w.-]+:[\\w.-]+");

  private SourceDirectives() {}

  /** The libraries that a file needs, as Maven coordinates. */
  static List<String> dependencies(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(DEPS))
          .flatMap(line -> Arrays.stream(line.substring(DEPS.length()).strip().split("\\s+")))
          .map(SourceDirectives::requireCoordinate)
          .sorted()
          .toList();
    }
  }

  private static String requireCoordinate(String text) {
    if (!COORDINATE.matcher(text).matches()) {
      throw new UserProblem("//DEPS " + text + " is no library; expected group:artifact:version.");
    }
    return text;
  }
}
