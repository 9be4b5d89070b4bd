package dev.parley.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/** Keeps what the compiler writes in memory. */
final class CompiledClasses extends ForwardingJavaFileManager<JavaFileManager> {
  private final Map<String, ClassFile> classes = new HashMap<>();

  CompiledClasses(JavaFileManager files) {
    super(files);
  }

  @Override
  public JavaFileObject getJavaFileForOutput(
      Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
    return classes.computeIfAbsent(name, ClassFile::new);
  }

  /** The classes by their names. */
  Map<String, byte[]> bytes() {
    return classes.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().bytes()));
  }

  private static final class ClassFile extends SimpleJavaFileObject {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    ClassFile(String name) {
      super(URI.create("memory:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      content.reset();
      return content;
    }

    byte[] bytes() {
      return content.toByteArray();
    }
  }
}
