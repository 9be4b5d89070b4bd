package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedLibrariesTest {
  private static final Coordinate H2 = new Coordinate("com.h2database", "h2", "2.3.232", "");

  @TempDir private Path folder;
  private final List<List<Coordinate>> asked = new ArrayList<>();

  private RememberedLibraries remembering(Path... jars) {
    return new RememberedLibraries(
        folder.resolve("remembered"),
        coordinates -> {
          asked.add(coordinates);
          return List.of(jars);
        });
  }

  @Test
  void asksOnce() throws Exception {
    var jar = Files.createFile(folder.resolve("a library.jar"));
    var libraries = remembering(jar, folder);

    var first = libraries.find(List.of(H2));
    var second = libraries.find(List.of(H2));

    assertThat(first).containsExactly(jar, folder).isEqualTo(second);
    assertThat(asked).hasSize(1);
  }

  @Test
  void asksAgainWhereAJarIsGone() throws Exception {
    var jar = Files.createFile(folder.resolve("library.jar"));
    var libraries = remembering(jar);
    libraries.find(List.of(H2));

    Files.delete(jar);
    libraries.find(List.of(H2));

    assertThat(asked).hasSize(2);
  }

  @Test
  void asksForEachListOfLibraries() throws Exception {
    var libraries = remembering();

    libraries.find(List.of(H2));
    libraries.find(List.of(new Coordinate("com.h2database", "h2", "2.3.230", "")));

    assertThat(asked).hasSize(2);
  }

  @Test
  void doesNotRememberWhatMayChange() throws Exception {
    var libraries = remembering();
    var changing = new Coordinate("org.example", "library", "1-SNAPSHOT", "");

    libraries.find(List.of(changing));
    libraries.find(List.of(changing));

    assertThat(asked).hasSize(2);
  }

  @Test
  void doesNotAskForNothing() throws Exception {
    assertThat(remembering().find(List.of())).isEmpty();
    assertThat(asked).isEmpty();
  }
}
