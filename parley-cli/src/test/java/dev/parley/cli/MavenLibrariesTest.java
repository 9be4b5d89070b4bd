package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenLibrariesTest {
  private static final List<Coordinate> H2 =
      List.of(new Coordinate("com.h2database", "h2", "2.3.232", "tests"));

  @TempDir private Path folder;

  /** A command that stands for Maven. */
  private MavenLibraries maven(String script) throws Exception {
    var file = Sources.write(folder, "mvn", "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new MavenLibraries(file.toString());
  }

  @Test
  void readsTheClassPathThatMavenWrites() throws Exception {
    var maven =
        maven(
            """
            for argument; do
              case $argument in -Dmdep.outputFile=*) echo "/a/one.jar:/b/two.jar" >"${argument#*=}" ;; esac
            done
            """);

    assertThat(maven.find(H2)).containsExactly(Path.of("/a/one.jar"), Path.of("/b/two.jar"));
  }

  @Test
  void namesTheLibrariesInAPomAndLeavesNothingBehind() throws Exception {
    var copy = folder.resolve("copy.xml");
    var maven = maven("cp pom.xml " + copy + "; pwd >" + folder.resolve("where") + "; exit 1");

    assertThatExceptionOfType(UserProblem.class).isThrownBy(() -> maven.find(H2));

    assertThat(Files.readString(copy))
        .contains(
            "<groupId>com.h2database</groupId>",
            "<artifactId>h2</artifactId>",
            "<version>2.3.232</version>",
            "<classifier>tests</classifier>");
    assertThat(Path.of(Files.readString(folder.resolve("where")).strip())).doesNotExist();
  }

  @Test
  void saysInOneSentenceWhyMavenFailed() throws Exception {
    var maven =
        maven(
            """
            echo "[ERROR] Failed to execute goal on project program: Could not resolve dependencies for project program:program:jar:1: Could not find artifact a:b:jar:1 in central (https://repo) -> [Help 1]"
            echo "[ERROR] To see the full stack trace ..."
            exit 1
            """);

    assertThatExceptionOfType(UserProblem.class)
        .isThrownBy(() -> maven.find(H2))
        .withMessage(
            "Maven could not get the libraries of //DEPS (com.h2database:h2:2.3.232:tests):"
                + " Could not find artifact a:b:jar:1 in central (https://repo)");
  }

  @Test
  void showsAllThatMavenSaidWhereTheReasonIsUnknown() throws Exception {
    var maven = maven("echo first; echo second >&2; exit 1");

    assertThatExceptionOfType(UserProblem.class)
        .isThrownBy(() -> maven.find(H2))
        .withMessageEndingWith(": first\nsecond");
  }

  @Test
  void givesMavenTheOptionsThatKeepItQuiet() throws Exception {
    var maven = maven("echo \"$MAVEN_OPTS\"; echo \"$JAVA_HOME\"; exit 1");

    assertThatExceptionOfType(UserProblem.class)
        .isThrownBy(() -> maven.find(H2))
        .withMessageContaining("--sun-misc-unsafe-memory-access=allow")
        .withMessageEndingWith(System.getProperty("java.home"));
  }

  @Test
  void saysThatMavenIsMissing() {
    var maven = new MavenLibraries("no-such-mvn");

    assertThatExceptionOfType(UserProblem.class)
        .isThrownBy(() -> maven.find(H2))
        .withMessageContaining("no-such-mvn was not found on the path. Install Apache Maven");
  }
}
