package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceDirectivesTest {
  @TempDir private Path folder;

  @Test
  void readsEachLibraryOnceInOrder() throws Exception {
    var file =
        Sources.write(
            folder,
            "App.java",
            """
            //DEPS org.b:two:2 org.a:one:1,org.c:three:3:linux-x86_64
            //DEPS org.b:two:2
            // DEPS org.not:this:1
            void main() {} //DEPS org.nor:that:1
            """);

    assertThat(SourceDirectives.libraries(file))
        .containsExactly(
            new Coordinate("org.b", "two", "2", ""),
            new Coordinate("org.a", "one", "1", ""),
            new Coordinate("org.c", "three", "3", "linux-x86_64"));
  }

  @Test
  void refusesWhatIsNoCoordinate() {
    var file = Sources.write(folder, "App.java", "//DEPS h2\n");

    assertThatExceptionOfType(UserProblem.class)
        .isThrownBy(() -> SourceDirectives.libraries(file))
        .withMessage(
            "//DEPS 'h2' in App.java is no library; expected group:artifact:version, for example"
                + " com.h2database:h2:2.3.232.");
  }

  @Test
  void refusesWhatWouldBeMoreThanTextInAPom() {
    var file = Sources.write(folder, "App.java", "//DEPS a:b:1</version>\n");

    assertThatExceptionOfType(UserProblem.class).isThrownBy(() -> SourceDirectives.libraries(file));
  }
}
