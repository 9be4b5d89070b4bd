package dev.parley.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Options that every server on a JVM gets. */
record JvmOptions(List<String> options) {
  /**
   * Some frameworks call native code and memory that is not the heap's; without these the JVM
   * warns.
   */
  private static final List<String> ALWAYS =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  JvmOptions {
    options = List.copyOf(options);
  }

  List<String> command(List<String> more, List<String> program) {
    var command = new ArrayList<String>();
    command.add(Places.jdk("java"));
    command.addAll(ALWAYS);
    command.addAll(options);
    command.addAll(more);
    command.addAll(program);
    return command;
  }
}
