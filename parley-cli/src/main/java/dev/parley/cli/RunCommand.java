package dev.parley.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Compiles a program and runs it. */
@Command(
    name = "run",
    description = {
      "Compiles a Java source file and runs it.",
      "Other sources beside it are compiled as well where it refers to them. Libraries are named"
          + " in the file, a line each: //DEPS group:artifact:version"
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private ProgramOptions options = new ProgramOptions();

  @Override
  public Integer call() throws Exception {
    var program = options.program();
    CompiledProgram compiled;
    try (var compiler = ProgramCompiler.create()) {
      compiled = compiler.compile(program);
    }
    try {
      compiled.run();
    } catch (Throwable failure) {
      throw new ProgramFailure(failure);
    }
    return ExitCode.OK;
  }
}
