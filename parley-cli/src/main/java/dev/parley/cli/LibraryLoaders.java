package dev.parley.cli;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads the libraries of a program once for all its versions that name the same ones: some, such as
 * JDBC drivers, register themselves with the JDK, where the next version has to find them.
 */
final class LibraryLoaders {
  private List<Path> jars = List.of();
  private @Nullable ClassLoader current;

  /** The loader of jars, above which is that of the command. */
  ClassLoader of(List<Path> wanted) {
    if (current == null || !jars.equals(wanted)) {
      jars = List.copyOf(wanted);
      current =
          new URLClassLoader(
              jars.stream().map(LibraryLoaders::url).toArray(URL[]::new),
              LibraryLoaders.class.getClassLoader());
    }
    return current;
  }

  static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException("A path has no URL: " + path, impossible);
    }
  }
}
