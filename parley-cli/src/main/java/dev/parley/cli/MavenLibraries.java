package dev.parley.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds libraries by the Maven that is installed, and remembers where they are. */
final class MavenLibraries {
  private static final long PATIENCE_MINUTES = 5;

  /** The class path of coordinates, with what they need themselves. */
  List<Path> resolve(List<String> coordinates) throws IOException {
    if (coordinates.isEmpty()) {
      return List.of();
    }
    var remembered = cacheFolder().resolve(key(coordinates) + ".classpath");
    var known = read(remembered);
    if (known.isPresent()) {
      return known.get();
    }
    var work = Files.createTempDirectory("parley-libraries");
    try {
      var output = work.resolve("classpath");
      Files.writeString(work.resolve("pom.xml"), pom(coordinates));
      runMaven(work, output, coordinates);
      Files.createDirectories(cacheFolder());
      Files.move(output, remembered, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Folders.delete(work);
    }
    return read(remembered)
        .orElseThrow(() -> new UserProblem("Maven did not find " + coordinates + "."));
  }

  private static Optional<List<Path>> read(Path remembered) throws IOException {
    if (!Files.exists(remembered)) {
      return Optional.empty();
    }
    var paths =
        Arrays.stream(Files.readString(remembered).strip().split(File.pathSeparator))
            .map(Path::of)
            .toList();
    return paths.stream().allMatch(Files::exists) ? Optional.of(paths) : Optional.empty();
  }

  private static void runMaven(Path work, Path output, List<String> coordinates)
      throws IOException {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    var builder =
        new ProcessBuilder(
            windows ? "mvn.cmd" : "mvn",
            "-q",
            "-B",
            "-ntp",
            "-f",
            work.resolve("pom.xml").toString(),
            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
            "-Dmdep.outputFile=" + output);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder
        .environment()
        .merge(
            "MAVEN_OPTS",
            "--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED",
            (given, ours) -> given + " " + ours);
    var log = work.resolve("log").toFile();
    builder.redirectErrorStream(true).redirectOutput(log);
    if (!succeeds(builder)) {
      throw new UserProblem(
          "Maven could not get the libraries "
              + coordinates
              + ":\n"
              + Files.readString(log.toPath(), StandardCharsets.UTF_8).strip());
    }
  }

  private static boolean succeeds(ProcessBuilder builder) {
    try {
      var process = builder.start();
      boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
      process.destroy();
      return ended && process.exitValue() == 0;
    } catch (IOException notFound) {
      throw new UserProblem(
          "The program names libraries with //DEPS, but Maven (mvn) was not found on the path to get them.");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String pom(List<String> coordinates) {
    var dependencies = new StringBuilder();
    for (var coordinate : coordinates) {
      var parts = coordinate.split(":");
      dependencies.append(
          "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>"
              .formatted((Object[]) parts));
    }
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      <groupId>program</groupId>
      <artifactId>program</artifactId>
      <version>1</version>
      <dependencies>%s</dependencies>
    </project>
    """
        .formatted(dependencies);
  }

  private static String key(List<String> coordinates) {
    return HexFormat.of().toHexDigits(String.join(" ", coordinates).hashCode())
        + "-"
        + coordinates.getFirst().replace(':', '_');
  }

  private static Path cacheFolder() {
    var configured = System.getenv("XDG_CACHE_HOME");
    var base =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return base.resolve("parley");
  }
}
