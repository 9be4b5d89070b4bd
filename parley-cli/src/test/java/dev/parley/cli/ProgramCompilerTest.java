package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramCompilerTest {
  @TempDir private Path folder;

  @Test
  void compilesACompactSourceFile() throws Exception {
    var file = Sources.write(folder, "Hello.java", "void main() {}");

    try (var program = Sources.compile(file)) {
      assertThat(program.load().getName()).isEqualTo("Hello");
    }
  }

  @Test
  void keepsTheNamesOfParameters() throws Exception {
    var file = Sources.write(folder, "Names.java", "void main() {}\nvoid join(String room) {}");

    try (var program = Sources.compile(file)) {
      var join = program.load().getDeclaredMethod("join", String.class);
      assertThat(join.getParameters()[0].getName()).isEqualTo("room");
    }
  }

  @Test
  void runsTheClassThatComesFirst() throws Exception {
    var file =
        Sources.write(
            folder,
            "Several.java",
            "record First() { void main() {} }\nclass Several { void main() {} }");

    try (var program = Sources.compile(file)) {
      assertThat(program.load().getName()).isEqualTo("First");
    }
  }

  @Test
  void compilesTheFilesBesideIt() throws Exception {
    Sources.write(folder, "Greeting.java", "record Greeting(String text) {}");
    var file =
        Sources.write(
            folder, "Hello.java", "Greeting greeting = new Greeting(\"hi\");\nvoid main() {}");

    try (var program = Sources.compile(file)) {
      var type = program.load();
      assertThat(type.getClassLoader().loadClass("Greeting").isRecord()).isTrue();
    }
  }

  @Test
  void findsTheFilesOfItsPackage() throws Exception {
    Sources.write(
        folder, "com/example/other/Text.java", "package com.example.other; public class Text {}");
    var file =
        Sources.write(
            folder,
            "com/example/App.java",
            "package com.example; class App { com.example.other.Text text; void main() {} }");

    try (var program = Sources.compile(file)) {
      assertThat(program.load().getName()).isEqualTo("com.example.App");
    }
  }

  @Test
  void compilesAFileWhosePackageIsNotItsFolder() throws Exception {
    var file = Sources.write(folder, "App.java", "package com.example; class App {}");

    try (var program = Sources.compile(file)) {
      assertThat(program.load().getPackageName()).isEqualTo("com.example");
    }
  }

  @Test
  void findsResourcesBesideTheFile() throws Exception {
    Sources.write(folder, "page.html", "<p>");
    var file = Sources.write(folder, "App.java", "void main() {}");

    try (var program = Sources.compile(file)) {
      assertThat(program.load().getResource("page.html")).isNotNull();
    }
  }

  @Test
  void knowsParley() throws Exception {
    var file = Sources.write(folder, "App.java", Sources.ECHO);

    try (var program = Sources.compile(file)) {
      assertThat(program.load().getDeclaredMethods())
          .extracting(Method::getName)
          .contains("echo", "main");
    }
  }

  @Test
  void tellsErrorsAsJavacDoes() {
    var file = Sources.write(folder, "Bad.java", "void main() {\n  int x = \"a\";\n}\n");

    assertThatExceptionOfType(UserProblem.class)
        .isThrownBy(() -> Sources.compile(file))
        .withMessageStartingWith(file + ":2: error: incompatible types")
        .withMessageContaining("  int x = \"a\";\n          ^")
        .withMessageEndingWith("1 error");
  }

  @Test
  void compilesAgainAfterAnError() throws IOException {
    var file = Sources.write(folder, "App.java", "void main() { int x = 1 }");
    try (var compiler = Sources.compiler()) {
      var program = Program.of(file, List.of());
      assertThatExceptionOfType(UserProblem.class).isThrownBy(() -> compiler.compile(program));

      Sources.write(folder, "App.java", "void main() { int x = 1; }");

      compiler.compile(program).close();
    }
  }

  @Test
  void refusesAFileWithoutClass() {
    var file = Sources.write(folder, "Empty.java", "// nothing");

    assertThatExceptionOfType(UserProblem.class)
        .isThrownBy(() -> Sources.compile(file))
        .withMessage("Empty.java declares no class and no method.");
  }

  @Test
  void asksForTheLibrariesThatTheFileNames() throws Exception {
    var file =
        Sources.write(
            folder,
            "App.java",
            """
            //DEPS org.example:library:1 dev.parley:parley:0.1.0
            void main() {}
            """);
    var asked = new ArrayList<Coordinate>();
    Libraries libraries =
        coordinates -> {
          asked.addAll(coordinates);
          return List.of();
        };
    try (var compiler = new ProgramCompiler(new OwnModules(folder), libraries)) {
      compiler.compile(Program.of(file, List.of())).close();

      assertThat(asked).containsExactly(new Coordinate("org.example", "library", "1", ""));
    }
  }

  @Test
  void keepsLibrariesLoadedBetweenVersions() throws Exception {
    var library = Files.createDirectory(folder.resolve("library"));
    try (var compiler = new ProgramCompiler(new OwnModules(folder), _ -> List.of(library))) {
      var program = Program.of(Sources.write(folder, "App.java", "void main() {}"), List.of());

      var first = compiler.compile(program).load();
      var second = compiler.compile(program).load();

      assertThat(second).isNotEqualTo(first);
      assertThat(second.getClassLoader().getParent())
          .isSameAs(first.getClassLoader().getParent())
          .isNotSameAs(getClass().getClassLoader());
    }
  }
}
