package dev.parley.internal.binding;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles a class {@code Chat} while a test runs, the way a user might. */
final class Compiled {
  private Compiled() {}

  static Object withoutParameterNames(String source) throws Exception {
    return compile(source, List.of());
  }

  static Object withParameterNames(String source) throws Exception {
    return compile(source, List.of("-parameters"));
  }

  private static Object compile(String source, List<String> more) throws Exception {
    Path folder = Files.createTempDirectory("compiled");
    var options = new ArrayList<>(more);
    options.addAll(
        List.of(
            "-proc:none",
            "-d",
            folder.toString(),
            "-classpath",
            System.getProperty("java.class.path")));
    var messages = new StringWriter();
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(messages, null, null, options, null, List.of(file(source)))
            .call();
    if (!compiled) {
      throw new AssertionError(messages);
    }
    var constructor = new FolderLoader(folder).loadClass("Chat").getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  /** Loads classes, but gives nobody their class files. */
  private static final class FolderLoader extends ClassLoader {
    private final Path folder;

    FolderLoader(Path folder) {
      this.folder = folder;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      try {
        byte[] bytes = Files.readAllBytes(folder.resolve(name + ".class"));
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException missing) {
        throw new ClassNotFoundException(name, missing);
      }
    }
  }

  private static JavaFileObject file(String source) {
    return new SimpleJavaFileObject(URI.create("string:///Chat.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }
}
