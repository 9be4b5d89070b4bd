package dev.parley.cli;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A compiled program with a class loader of its own. */
final class CompiledProgram implements AutoCloseable {
  private final Class<?> mainClass;
  private final URLClassLoader loader;
  private final Path classes;

  private CompiledProgram(Class<?> mainClass, URLClassLoader loader, Path classes) {
    this.mainClass = mainClass;
    this.loader = loader;
    this.classes = classes;
  }

  static CompiledProgram load(Program program, Path classes, List<Path> libraries)
      throws IOException {
    var urls = new ArrayList<URL>();
    urls.add(classes.toUri().toURL());
    for (var library : libraries) {
      urls.add(library.toUri().toURL());
    }
    var loader =
        new URLClassLoader(urls.toArray(URL[]::new), CompiledProgram.class.getClassLoader());
    String file = program.file().getFileName().toString();
    String name = file.substring(0, file.length() - ".java".length());
    try {
      return new CompiledProgram(loader.loadClass(name), loader, classes);
    } catch (ClassNotFoundException absent) {
      loader.close();
      throw new UserProblem(
          file + " has no class " + name + " without a package; it should be named like the file.");
    }
  }

  /**
   * Runs the main method on this thread, by the rules of the java launcher (JLS, section 12.1.4).
   */
  void run(List<String> arguments) throws Exception {
    Thread.currentThread().setContextClassLoader(loader);
    var main = mainMethod();
    main.setAccessible(true);
    Object target = Modifier.isStatic(main.getModifiers()) ? null : instance();
    Object[] values =
        main.getParameterCount() == 0
            ? new Object[0]
            : new Object[] {arguments.toArray(String[]::new)};
    try {
      main.invoke(target, values);
    } catch (InvocationTargetException wrapper) {
      if (wrapper.getCause() instanceof Exception failure) {
        throw failure;
      }
      throw wrapper;
    }
  }

  private Object instance() throws ReflectiveOperationException {
    var constructor = mainClass.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  private Method mainMethod() {
    for (Class<?>[] parameters : List.of(new Class<?>[] {String[].class}, new Class<?>[0])) {
      for (Class<?> type = mainClass; type != Object.class; type = type.getSuperclass()) {
        try {
          return type.getDeclaredMethod("main", parameters);
        } catch (NoSuchMethodException absent) {
          // The next one may have it.
        }
      }
    }
    throw new UserProblem(
        mainClass.getName() + " has no main method; add: void main() { Parley.run(this); }");
  }

  @Override
  public void close() throws IOException {
    loader.close();
    Folders.delete(classes);
  }
}
