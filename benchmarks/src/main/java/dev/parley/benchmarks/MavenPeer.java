package dev.parley.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A Java framework with a folder in the reactor of peers. */
final class MavenPeer implements Peer {
  /** What differs: its folder and name, the class that is run, the library whose version counts. */
  record Program(String name, String mainClass, String artifact) {}

  private final Places places;
  private final JvmOptions jvm;
  private final Program program;

  MavenPeer(Places places, JvmOptions jvm, Program program) {
    this.places = places;
    this.jvm = jvm;
    this.program = program;
  }

  @Override
  public String name() {
    return program.name();
  }

  @Override
  public Optional<String> missing() {
    return missingMaven();
  }

  static Optional<String> missingMaven() {
    return Shell.has("mvn") ? Optional.empty() : Optional.of("Maven is not installed");
  }

  @Override
  public void build() {
    build(places, program.name());
  }

  /** Builds one module of the reactor of peers. */
  static void build(Places places, String module) {
    Shell.require(places.peers(), List.of("mvn", "-q", "-B", "-ntp", "-pl", module, "package"));
  }

  private Path built() {
    return places.peers().resolve(program.name()).resolve("target");
  }

  @Override
  public String version() {
    return new Jars(built().resolve("lib")).version(program.artifact());
  }

  @Override
  public List<String> command(int port) {
    return jvm.command(
        List.of(),
        List.of(
            "-cp",
            built().resolve("classes") + ":" + built().resolve("lib") + "/*",
            program.mainClass(),
            Integer.toString(port)));
  }
}
