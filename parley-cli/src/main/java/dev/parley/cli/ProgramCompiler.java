package dev.parley.cli;

import com.sun.source.tree.ClassTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Compiles programs in this process and in memory; kept warm between two compilations. */
final class ProgramCompiler implements AutoCloseable {
  private final JavaCompiler compiler;
  private final StandardJavaFileManager files;
  private final OwnModules ownModules;
  private final Libraries libraries;
  private final LibraryLoaders loaders = new LibraryLoaders();

  ProgramCompiler(OwnModules ownModules, Libraries libraries) {
    this.ownModules = ownModules;
    this.libraries = libraries;
    var found = ToolProvider.getSystemJavaCompiler();
    if (found == null) {
      throw new UserProblem("This Java has no compiler: run parley with a JDK, not a JRE.");
    }
    this.compiler = found;
    this.files = found.getStandardFileManager(null, Locale.getDefault(), StandardCharsets.UTF_8);
  }

  /** The compiler for programs of the user. */
  static ProgramCompiler create() {
    return new ProgramCompiler(OwnModules.besideCommand(), RememberedLibraries.ofUser());
  }

  /**
   * Compiles a program as it is now, with the files beside it that it refers to.
   *
   * @throws UserProblem with the messages of the compiler if it does not compile
   */
  CompiledProgram compile(Program program) throws IOException {
    var jars = jars(program.file());
    var messages = new StringWriter();
    var output = new CompiledClasses(files);
    var first = new FirstClass(program.shortFile());
    var task =
        (JavacTask)
            compiler.getTask(
                messages,
                output,
                null,
                options(program, jars),
                null,
                files.getJavaFileObjects(program.shortFile()));
    task.addTaskListener(first);
    if (!task.call()) {
      throw new UserProblem(messages.toString().stripTrailing());
    }
    System.err.print(messages);
    return new CompiledProgram(
        program, first.name(program), new ProgramLoader(program, output.bytes(), loaders.of(jars)));
  }

  /** What the program needs beyond what the command runs with. */
  private List<Path> jars(Path file) throws IOException {
    var declared = SourceDirectives.libraries(file);
    var jars = new ArrayList<>(ownModules.jars(file, declared));
    jars.addAll(libraries.find(declared.stream().filter(one -> !one.isOwn()).toList()));
    return jars;
  }

  private static List<String> options(Program program, List<Path> jars) throws IOException {
    var classPath =
        Stream.concat(ownClassPath().stream(), jars.stream())
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    return List.of(
        "-parameters",
        "-g",
        "-proc:none",
        "-implicit:class",
        "-cp",
        classPath,
        "-sourcepath",
        program.sourceRoot().toString());
  }

  /** What the command itself runs with: Parley and its libraries. */
  private static List<Path> ownClassPath() throws IOException {
    var paths = new ArrayList<Path>();
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      var path = Path.of(entry).toAbsolutePath();
      paths.add(path);
      var beside = path.resolveSibling("lib");
      if (path.endsWith("parley-cli.jar") && Files.isDirectory(beside)) {
        try (Stream<Path> jars = Files.list(beside)) {
          jars.sorted().forEach(paths::add);
        }
      }
    }
    return paths;
  }

  @Override
  public void close() throws IOException {
    files.close();
  }

  /** Learns which class comes first in the file: the one that is run. */
  private static final class FirstClass implements TaskListener {
    private final Path file;
    private @Nullable String name;

    FirstClass(Path file) {
      this.file = file;
    }

    @Override
    public void finished(TaskEvent event) {
      if (event.getKind() != TaskEvent.Kind.PARSE
          || !event.getSourceFile().toUri().equals(file.toUri())) {
        return;
      }
      var unit = event.getCompilationUnit();
      var prefix = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
      unit.getTypeDecls().stream()
          .filter(ClassTree.class::isInstance)
          .map(ClassTree.class::cast)
          .findFirst()
          .ifPresent(type -> name = prefix + type.getSimpleName());
    }

    String name(Program program) {
      if (name == null) {
        throw new UserProblem(program.name() + " declares no class and no method.");
      }
      return name;
    }
  }
}
