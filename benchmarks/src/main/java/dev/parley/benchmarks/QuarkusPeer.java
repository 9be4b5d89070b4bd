package dev.parley.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Quarkus, which is built into a folder of its own kind. */
final class QuarkusPeer implements Peer {
  private final Places places;
  private final JvmOptions jvm;

  QuarkusPeer(Places places, JvmOptions jvm) {
    this.places = places;
    this.jvm = jvm;
  }

  @Override
  public String name() {
    return "quarkus";
  }

  @Override
  public Optional<String> missing() {
    return MavenPeer.missingMaven();
  }

  @Override
  public void build() {
    MavenPeer.build(places, name());
  }

  private Path built() {
    return places.peers().resolve("quarkus/target/quarkus-app");
  }

  @Override
  public String version() {
    return new Jars(built().resolve("lib/main")).version("quarkus-websockets-next");
  }

  @Override
  public List<String> command(int port, Mode mode) {
    return jvm.command(
        List.of("-Dquarkus.http.port=" + port),
        List.of("-jar", built().resolve("quarkus-run.jar").toString()));
  }
}
