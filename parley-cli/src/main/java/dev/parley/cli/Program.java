package dev.parley.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program in a source file.
 *
 * @param file the file, absolute
 * @param arguments what its main method gets
 */
record Program(Path file, List<String> arguments) {
  /** The system property with the folder of the program, for files that lie beside it. */
  static final String HOME_PROPERTY = "parley.home";

  static Program of(Path file, List<String> arguments) {
    var absolute = file.toAbsolutePath().normalize();
    if (!Files.isRegularFile(absolute)) {
      throw new UserProblem("There is no file " + file + ".");
    }
    if (!absolute.getFileName().toString().endsWith(".java")) {
      throw new UserProblem(file + " is no Java source file; its name should end with .java.");
    }
    System.setProperty(HOME_PROPERTY, String.valueOf(absolute.getParent()));
    return new Program(absolute, List.copyOf(arguments));
  }

  Path folder() {
    return file.resolveSibling("").normalize();
  }
}
