package dev.parley.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Has the Maven that is installed find and fetch libraries. */
final class MavenLibraries implements Libraries {
  private static final String GOAL =
      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";
  private static final long PATIENCE_MINUTES = 10;

  /** Maven's own libraries would print warnings on a new Java. */
  private static final String QUIET =
      "--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED";

  private static final Pattern REASON =
      Pattern.compile("Could not resolve dependencies for project \\S+ (.*?)(?: -> .*)?$");

  private final String command;

  MavenLibraries() {
    this(System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn");
  }

  MavenLibraries(String command) {
    this.command = command;
  }

  @Override
  public List<Path> find(List<Coordinate> coordinates) throws IOException {
    var work = Files.createTempDirectory("parley");
    var pom = work.resolve("pom.xml");
    var answer = work.resolve("classpath");
    var log = work.resolve("log");
    try {
      Files.writeString(pom, pom(coordinates));
      if (!succeeds(maven(pom, answer, log))) {
        throw new UserProblem(
            "Maven could not get the libraries of //DEPS (%s): %s"
                .formatted(list(coordinates), reason(Files.readAllLines(log))));
      }
      return paths(Files.readString(answer));
    } finally {
      for (var file : List.of(pom, answer, log, work)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private ProcessBuilder maven(Path pom, Path answer, Path log) {
    var builder =
        new ProcessBuilder(
            command,
            "-q",
            "-B",
            "-ntp",
            "-U",
            "-Dstyle.color=never",
            "-f",
            pom.toString(),
            GOAL,
            "-Dmdep.outputFile=" + answer);
    builder.directory(pom.resolveSibling("").toFile());
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .merge(
            "MAVEN_OPTS",
            QUIET,
            (given, ours) -> given.contains(ours) ? given : given + " " + ours);
    return builder;
  }

  private boolean succeeds(ProcessBuilder builder) {
    try {
      var process = builder.start();
      boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
      process.destroy();
      return ended && process.exitValue() == 0;
    } catch (IOException notFound) {
      throw new UserProblem(
          "The program names libraries with //DEPS, which Maven fetches, but %s was not found on the path. Install Apache Maven 3.8 or newer."
              .formatted(command));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The sentence of Maven's log that says why; all of it where none is found. */
  private static String reason(List<String> log) {
    return log.stream()
        .map(REASON::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst()
        .orElseGet(() -> String.join("\n", log));
  }

  private static List<Path> paths(String classPath) {
    return Arrays.stream(classPath.strip().split(File.pathSeparator, -1))
        .filter(path -> !path.isEmpty())
        .map(Path::of)
        .toList();
  }

  private static String list(List<Coordinate> coordinates) {
    return coordinates.stream().map(Coordinate::toString).collect(Collectors.joining(", "));
  }

  private static String pom(List<Coordinate> coordinates) {
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      <groupId>program</groupId>
      <artifactId>program</artifactId>
      <version>1</version>
      <dependencies>
    %s
      </dependencies>
    </project>
    """
        .formatted(
            coordinates.stream().map(MavenLibraries::dependency).collect(Collectors.joining("\n")));
  }

  // The pattern of a coordinate leaves no character that XML would have to escape.
  private static String dependency(Coordinate library) {
    return """
    <dependency>
      <groupId>%s</groupId>
      <artifactId>%s</artifactId>
      <version>%s</version>
      <classifier>%s</classifier>
    </dependency>
    """
        .formatted(library.group(), library.artifact(), library.version(), library.classifier())
        .replace("  <classifier></classifier>\n", "");
  }
}
