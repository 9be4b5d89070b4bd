package dev.parley.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a program and reloads it on every save. */
@Command(
    name = "dev",
    description = {
      "Compiles a Java source file, runs it, and does so again whenever a source or page in its"
          + " folder is saved.",
      "While a version does not compile, the one before goes on. The clients of a version that"
          + " goes are closed with 1012 (service restart), and the next one listens on the same"
          + " port."
    })
final class DevCommand implements Callable<Integer> {
  /** Nobody wants to wait at a reload for a handler that does not stop. */
  private static final String SHUTDOWN_GRACE = "500ms";

  @Mixin private ProgramOptions options = new ProgramOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var program = options.program();
    if (System.getenv("PARLEY_SHUTDOWN_GRACE") == null) {
      ProgramOptions.setDefault("parley.shutdownGrace", SHUTDOWN_GRACE);
    }
    var out = Objects.requireNonNull(spec).commandLine().getErr();
    try (var compiler = ProgramCompiler.create()) {
      new DevLoop(program, compiler, out).run();
    }
    return ExitCode.OK;
  }
}
