package dev.parley.cli;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a program in this process; kept warm between two compilations. */
final class ProgramCompiler implements AutoCloseable {
  private final Program program;
  private final JavaCompiler compiler;
  private final StandardJavaFileManager files;
  private final MavenLibraries libraries = new MavenLibraries();

  ProgramCompiler(Program program) {
    this.program = program;
    var found = ToolProvider.getSystemJavaCompiler();
    if (found == null) {
      throw new UserProblem("This Java has no compiler: run parley with a JDK, not a JRE.");
    }
    this.compiler = found;
    this.files = found.getStandardFileManager(null, Locale.getDefault(), StandardCharsets.UTF_8);
  }

  /**
   * Compiles the program as it is now.
   *
   * @throws UserProblem with the messages of the compiler if it does not compile
   */
  CompiledProgram compile() throws IOException {
    var declared = libraries.resolve(SourceDirectives.dependencies(program.file()));
    var classPath = new ArrayList<>(ownClassPath());
    classPath.addAll(declared);
    var output = Files.createTempDirectory("parley-classes");
    var messages = new StringWriter();
    var options =
        List.of(
            "-parameters",
            "-g",
            "-proc:none",
            "-d",
            output.toString(),
            "-cp",
            String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()),
            "-sourcepath",
            program.folder().toString());
    boolean compiled =
        compiler
            .getTask(messages, files, null, options, null, files.getJavaFileObjects(program.file()))
            .call();
    if (!compiled) {
      Folders.delete(output);
      throw new UserProblem(messages.toString().stripTrailing());
    }
    return CompiledProgram.load(program, output, declared);
  }

  /** What the command itself runs with: Parley and its libraries. */
  private static List<Path> ownClassPath() throws IOException {
    var paths = new ArrayList<Path>();
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      var path = Path.of(entry).toAbsolutePath();
      paths.add(path);
      var beside = path.resolveSibling("lib");
      if (path.toString().endsWith("parley-cli.jar") && Files.isDirectory(beside)) {
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
}
