package dev.parley.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The modules of Parley that the command brings along, for programs that use them. Not on the
 * command's own class path, as a program that does not need validation should not wait for it to
 * start.
 */
final class OwnModules {
  /** What a source that uses a module has in its text. */
  private static final Map<String, String> SIGNS =
      Map.of("jakarta.validation.", "parley-validation", "dev.parley.jwt", "parley-jwt");

  private final Path folder;

  OwnModules(Path folder) {
    this.folder = folder;
  }

  /** The modules that lie beside the jar of the command. */
  static OwnModules besideCommand() {
    var jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
    return new OwnModules(jar.resolveSibling("modules"));
  }

  /** The jars of the modules that a file uses, by its imports or by its {@code //DEPS}. */
  List<Path> jars(Path file, List<Coordinate> declared) throws IOException {
    var jars = new ArrayList<Path>();
    for (var name : names(Files.readString(file), declared)) {
      var module = folder.resolve(name);
      if (Files.isDirectory(module)) {
        try (Stream<Path> all = Files.list(module)) {
          all.sorted().forEach(jars::add);
        }
      }
    }
    return jars;
  }

  private static Set<String> names(String source, List<Coordinate> declared) {
    var names = new LinkedHashSet<String>();
    declared.stream().filter(Coordinate::isOwn).map(Coordinate::artifact).forEach(names::add);
    SIGNS.forEach((sign, name) -> {
      if (source.contains(sign)) {
        names.add(name);
      }
    });
    return names;
  }
}
