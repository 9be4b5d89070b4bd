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
      "Runs a Java source file and reloads it on every save.",
      "While a version does not compile, the one before stays up; clients of a version that goes are closed with 1012."
    },
    mixinStandardHelpOptions = true)
final class DevCommand implements Callable<Integer> {
  @Mixin private ProgramOptions options = new ProgramOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var program = options.program();
    var out = Objects.requireNonNull(spec).commandLine().getErr();
    try (var compiler = new ProgramCompiler(program)) {
      new DevLoop(program, compiler, out).run();
    }
    return 0;
  }
}
