package dev.parley.benchmarks;

import java.nio.file.Path;

/** Where things lie. */
record Places(Path project, Path built) {
  /** The places of a run that was started in the folder of the project or of the module. */
  static Places here() {
    var here = Path.of("").toAbsolutePath();
    var project = here.endsWith("benchmarks") ? here.resolveSibling("") : here;
    var built = System.getProperty("parley.built");
    return new Places(
        project, built == null ? project.resolve("benchmarks/target") : Path.of(built));
  }

  Path peers() {
    return project.resolve("benchmarks/peers");
  }

  /** Sources of the load generator. */
  Path loadSources() {
    return project.resolve("benchmarks/load");
  }

  /** What this module makes while it runs. */
  Path work() {
    return built.resolve("work");
  }

  /** The JDK that this runs on also builds and runs the servers. */
  static String jdk(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program).toString();
  }
}
