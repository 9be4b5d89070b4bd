package dev.parley.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A program in a source file.
 *
 * @param file the file, absolute
 * @param arguments what its main method gets
 */
record Program(Path file, List<String> arguments) {
  private static final Pattern PACKAGE =
      Pattern.compile("^\\s*package\\s+([\\w.]+)\\s*;", Pattern.MULTILINE);

  static Program of(Path file, List<String> arguments) {
    var absolute = file.toAbsolutePath().normalize();
    if (!Files.isRegularFile(absolute)) {
      throw new UserProblem("There is no file " + file + ".");
    }
    if (!absolute.getFileName().toString().endsWith(".java")) {
      throw new UserProblem(file + " is no Java source file; its name should end with .java.");
    }
    return new Program(absolute, List.copyOf(arguments));
  }

  String name() {
    return file.getFileName().toString();
  }

  /** The folder of the file: what lies there belongs to the program. */
  Path folder() {
    return file.resolveSibling("").normalize();
  }

  /** The file as the compiler should call it in its messages: short where that is possible. */
  Path shortFile() {
    var here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file) : file;
  }

  /** Where other sources are looked for: the folder that the package of the file starts from. */
  Path sourceRoot() throws IOException {
    var matcher = PACKAGE.matcher(Files.readString(file));
    if (!matcher.find()) {
      return folder();
    }
    var packageFolder = Path.of(matcher.group(1).replace('.', '/'));
    var root = folder();
    if (!root.endsWith(packageFolder)) {
      return folder();
    }
    for (var _ : packageFolder) {
      root = root.resolveSibling("").normalize();
    }
    return root;
  }
}
