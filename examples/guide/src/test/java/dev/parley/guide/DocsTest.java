package dev.parley.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every program in the documentation compiles; what is marked as a fragment cannot stand alone. */
class DocsTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern PROGRAM = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CLASS =
      Pattern.compile("^(?:final )?class (\\w+)", Pattern.MULTILINE);

  @TempDir Path output;

  record Program(String page, int number, String code) {
    @Override
    public String toString() {
      return page + " #" + number;
    }
  }

  static List<Program> programs() throws IOException {
    var programs = new ArrayList<Program>();
    try (Stream<Path> pages =
        Stream.concat(Stream.of(ROOT.resolve("README.md")), Files.list(ROOT.resolve("docs")))) {
      for (var page : pages.filter(path -> path.toString().endsWith(".md")).sorted().toList()) {
        var matcher = PROGRAM.matcher(Files.readString(page));
        int number = 1;
        while (matcher.find()) {
          programs.add(new Program(page.getFileName().toString(), number++, matcher.group(1)));
        }
      }
    }
    return programs;
  }

  @ParameterizedTest
  @MethodSource("programs")
  void programCompiles(Program program) throws IOException {
    var messages = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();

    boolean compiles =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of(
                    "-d",
                    output.toString(),
                    "-parameters",
                    "-proc:none",
                    "-cp",
                    System.getProperty("java.class.path")),
                null,
                List.of(source(program)))
            .call();

    assertThat(compiles).as(program + ":\n" + messages).isTrue();
  }

  private static JavaFileObject source(Program program) {
    var named = CLASS.matcher(program.code());
    String name = named.find() ? named.group(1) : "Program";
    return new SimpleJavaFileObject(
        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreErrors) {
        return program.code();
      }
    };
  }
}
