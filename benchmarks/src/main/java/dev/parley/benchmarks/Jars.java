package dev.parley.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Jars that a build has put into a folder. */
record Jars(Path folder) {
  /** The version in the name of a library's jar. */
  String version(String artifact) {
    var name = Pattern.compile("(?:.*\\.)?" + Pattern.quote(artifact) + "-(\\d[^-]*)\\.jar");
    try (var files = Files.list(folder)) {
      return files
          .map(file -> name.matcher(file.getFileName().toString()))
          .filter(java.util.regex.Matcher::matches)
          .map(match -> match.group(1))
          .findFirst()
          .orElse("unknown");
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot list " + folder, failure);
    }
  }
}
