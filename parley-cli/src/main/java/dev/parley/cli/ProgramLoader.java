package dev.parley.cli;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Loads a program: its classes from memory, resources from its folder, libraries from their jars.
 */
final class ProgramLoader extends URLClassLoader {
  private final Map<String, byte[]> classes;
  private final ProtectionDomain domain;

  ProgramLoader(Program program, Map<String, byte[]> classes, List<Path> libraries) {
    super(
        Stream.concat(Stream.of(program.folder()), libraries.stream())
            .map(ProgramLoader::url)
            .toArray(URL[]::new),
        ProgramLoader.class.getClassLoader());
    this.classes = classes;
    this.domain =
        new ProtectionDomain(
            new CodeSource(url(program.file()), (Certificate @Nullable []) null), null, this, null);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (!classes.containsKey(name)) {
      return super.findClass(name);
    }
    byte[] bytes = Objects.requireNonNull(classes.get(name));
    return defineClass(name, bytes, 0, bytes.length, domain);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException("A path has no URL: " + path, impossible);
    }
  }
}
