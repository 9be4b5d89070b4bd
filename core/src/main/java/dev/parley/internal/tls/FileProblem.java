package dev.parley.internal.tls;

import dev.parley.ConfigurationException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What is wrong with a file of an option, in words. Never holds what is in the file. */
final class FileProblem {
  private FileProblem() {}

  static ConfigurationException of(String option, Path file, String problem, String remedy) {
    return new ConfigurationException(
        "%s names '%s', %s%n  %s".formatted(option, file, problem, remedy));
  }

  static ConfigurationException unreadable(String option, Path file, IOException failure) {
    var problem =
        switch (failure) {
          case NoSuchFileException missing -> "which does not exist.";
          case AccessDeniedException denied -> "which this process may not read.";
          default -> "which cannot be read: " + failure.getMessage();
        };
    return of(
        option,
        file,
        problem,
        "Expected a readable file; the path counts from '" + Path.of("").toAbsolutePath() + "'.");
  }
}
