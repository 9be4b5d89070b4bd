package dev.parley.cli;

import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Loads a version of a program: its classes from memory, resources from its folder. */
final class ProgramLoader extends URLClassLoader {
  private final Map<String, byte[]> classes;
  private final ProtectionDomain domain;

  ProgramLoader(Program program, Map<String, byte[]> classes, ClassLoader libraries) {
    super(new URL[] {LibraryLoaders.url(program.folder())}, libraries);
    this.classes = classes;
    this.domain =
        new ProtectionDomain(
            new CodeSource(LibraryLoaders.url(program.file()), (Certificate @Nullable []) null),
            null,
            this,
            null);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (!classes.containsKey(name)) {
      return super.findClass(name);
    }
    byte[] bytes = Objects.requireNonNull(classes.get(name));
    return defineClass(name, bytes, 0, bytes.length, domain);
  }
}
