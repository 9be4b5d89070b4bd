package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParleyCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    return ParleyCommand.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void helpNamesEveryCommandAndExitCode() {
    int exitCode = execute("--help");

    assertThat(exitCode).isZero();
    assertThat(out.toString()).contains("  run ", "  dev ", "  version ", "Exit codes:", "  2 ");
  }

  @Test
  void helpOfRunNamesItsOptions() {
    int exitCode = execute("run", "--help");

    assertThat(exitCode).isZero();
    assertThat(out.toString()).contains("FILE", "ARG", "--port", "--host", "-D", "//DEPS");
  }

  @Test
  void helpOfDevSaysWhatHappensToClients() {
    execute("help", "dev");

    assertThat(out.toString()).contains("1012");
  }

  @Test
  void versionNamesParleyAndJava() {
    int exitCode = execute("version");

    assertThat(exitCode).isZero();
    assertThat(out.toString()).startsWith("parley ").contains("Java " + Runtime.version());
  }

  @Test
  void versionIsAnOptionToo() {
    execute("--version");

    assertThat(out.toString()).isEqualToIgnoringNewLines(VersionCommand.text());
  }

  @Test
  void exitsWith2WithoutCommand() {
    assertThat(execute()).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: parley");
  }

  @Test
  void exitsWith2AtAnUnknownOption() {
    assertThat(execute("run", "--prot", "80", "App.java")).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown option: '--prot'");
  }

  @Test
  void exitsWith2WithoutFile() {
    assertThat(execute("run")).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required parameter: 'FILE'");
  }

  @Test
  void exitsWith1WhereTheFileIsMissing() {
    assertThat(execute("run", "Absent.java")).isEqualTo(1);
    assertThat(err.toString()).isEqualToIgnoringNewLines("There is no file Absent.java.");
  }

  @Test
  void exitsWith1WhereTheFileIsNoSource(@TempDir Path folder) {
    var file = Sources.write(folder, "App.txt", "void main() {}");

    assertThat(execute("dev", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("is no Java source file; its name should end with .java.");
  }

  @Test
  void refusesAPortOutOfRange() {
    assertThat(execute("run", "--port", "65536", "App.java")).isEqualTo(1);
    assertThat(err.toString()).isEqualToIgnoringNewLines("--port is 65536; expected 0 to 65535.");
  }
}
