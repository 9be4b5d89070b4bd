package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatchedFolderTest {
  @TempDir private Path folder;

  private boolean isChangedBy(String name) throws IOException {
    var watched = new WatchedFolder(folder);
    var before = watched.state();
    Sources.write(folder, name, "changed");
    return !watched.state().equals(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"App.java", "public/index.html", "a/b/style.CSS", "messages.json"})
  void seesSourcesAndPages(String name) throws IOException {
    assertThat(isChangedBy(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.mv.db",
        "server.log",
        "target/x/Generated.java",
        ".git/config.xml",
        ".App.java",
        "node_modules/a/a.js",
        "App.java~",
        "noending"
      })
  void leavesOutWhatIsWrittenByPrograms(String name) throws IOException {
    assertThat(isChangedBy(name)).isFalse();
  }

  @Test
  void seesThatAFileIsGone() throws IOException {
    var file = Sources.write(folder, "App.java", "void main() {}");
    var watched = new WatchedFolder(folder);
    var before = watched.state();

    Files.delete(file);

    assertThat(watched.state()).isNotEqualTo(before).isEmpty();
  }

  @Test
  void seesASaveOfTheSameLength() throws IOException {
    var file = Sources.write(folder, "App.java", "void main() {}");
    var watched = new WatchedFolder(folder);
    var before = watched.state();

    Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis() + 2_000));

    assertThat(watched.state()).isNotEqualTo(before);
  }
}
