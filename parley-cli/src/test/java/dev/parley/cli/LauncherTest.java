package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script in the root, in a folder where nothing has been built. */
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "sh", "dirname", "readlink", "sed", "sort", "find", "head", "rm", "mkdir", "mv", "cat");

  @TempDir private Path folder;
  private Path tools;

  @BeforeEach
  void bringTools() throws IOException {
    tools = Files.createDirectory(folder.resolve("tools"));
    for (var tool : TOOLS) {
      var found =
          Stream.of(Path.of("/usr/bin", tool), Path.of("/bin", tool))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow();
      standIn(tool, "exec " + found + " \"$@\"");
    }
  }

  private record Result(int exitCode, String output) {}

  private Result launch(String script, String javaHome) throws Exception {
    var copy = Sources.write(folder, "a folder/parley", script);
    var builder = new ProcessBuilder("/bin/sh", copy.toString(), "version");
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("JAVA_HOME", javaHome);
    builder.environment().put("MAVEN_OPTS", "-Dgiven=option");
    var log = folder.resolve("log");
    var process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8).strip());
  }

  private static String script() throws IOException {
    return Files.readString(Path.of("..", "parley"));
  }

  private void standIn(String command, String script) throws IOException {
    var file = Sources.write(tools, command, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void saysWhatToInstallWhereNoJdkWillDo() throws Exception {
    var result = launch(script().replace("NEEDED=25", "NEEDED=99"), "/nowhere");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .startsWith("parley: no JDK 99 or newer was found in JAVA_HOME, on the path")
        .contains("Install one, for instance Eclipse Temurin 99, or set JAVA_HOME");
  }

  @Test
  void saysThatMavenIsMissing() throws Exception {
    var result = launch(script(), System.getProperty("java.home"));

    assertThat(result)
        .isEqualTo(
            new Result(
                1,
                "parley: Maven is needed to build, but mvn was not found on the path. Install"
                    + " Apache Maven 3.8 or newer."));
  }

  @Test
  void showsWhatMavenSaidWhereTheBuildFails() throws Exception {
    standIn("mvn", "echo \"$JAVA_HOME $MAVEN_OPTS\"; echo \"$@\" >&2; exit 1");

    var result = launch(script(), System.getProperty("java.home"));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output())
        .startsWith("parley: building; the first time this takes a while ...")
        .contains("parley: the build failed.\n" + System.getProperty("java.home"))
        .contains("-Dgiven=option --sun-misc-unsafe-memory-access=allow")
        .contains("-pl parley-cli -am package");
  }

  @Test
  void startsOnAnOldJavaToSayWhatIsMissing() throws IOException {
    var start = getClass().getResourceAsStream("/dev/parley/cli/start/Start.class");

    byte[] bytes = start.readAllBytes();

    assertThat(bytes[7]).as("class file version of Java 11").isEqualTo((byte) 55);
  }
}
