package dev.parley.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compiles a program and runs it. */
@Command(
    name = "run",
    description = "Compiles a Java source file and runs it.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Mixin private ProgramOptions options = new ProgramOptions();

  @Override
  public Integer call() throws Exception {
    var program = options.program();
    try (var compiler = new ProgramCompiler(program)) {
      compiler.compile().run(program.arguments());
    }
    return 0;
  }
}
