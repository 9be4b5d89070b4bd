package dev.parley.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A Java framework with a folder in the reactor of peers. */
final class MavenPeer implements Peer {
  /**
   * What differs.
   *
   * @param name also of its folder
   * @param mainClass that is run with the port, perhaps the mode, perhaps the certificate's files
   * @param artifact whose version counts
   * @param modes that it knows
   */
  record Program(String name, String mainClass, String artifact, Set<Mode> modes) {
    Program(String name, String mainClass, String artifact) {
      this(name, mainClass, artifact, Set.of(Mode.PLAIN));
    }
  }

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
  public boolean serves(Scenario scenario) {
    return scenario.need() != Scenario.Need.NEIGHBOUR && program.modes().contains(scenario.mode());
  }

  @Override
  public String version() {
    return new Jars(built().resolve("lib")).version(program.artifact());
  }

  @Override
  public List<String> command(int port, Mode mode) {
    var certificate = Certificate.in(places.work());
    return jvm.command(
        List.of(),
        List.of(
            "-cp",
            built().resolve("classes") + ":" + built().resolve("lib") + "/*",
            program.mainClass(),
            Integer.toString(port),
            mode.name().toLowerCase(Locale.ROOT),
            certificate.chain().toString(),
            certificate.key().toString()));
  }
}
