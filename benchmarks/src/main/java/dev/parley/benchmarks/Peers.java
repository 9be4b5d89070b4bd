package dev.parley.benchmarks;

import java.util.List;

/** All servers that can be measured, in the order of the tables. */
final class Peers {
  private Peers() {}

  static List<Peer> all(Places places, JvmOptions jvm) {
    return List.of(
        new ParleyPeer(places, jvm, ParleyPeer.Scheduler.LOOPS),
        new ParleyPeer(places, jvm, ParleyPeer.Scheduler.JDK),
        maven(places, jvm, "netty", "NettyPeer", "netty-codec-http"));
  }

  private static Peer maven(
      Places places, JvmOptions jvm, String name, String... mainClassAndArtifact) {
    return new MavenPeer(
        places, jvm, new MavenPeer.Program(name, mainClassAndArtifact[0], mainClassAndArtifact[1]));
  }

  /** Those that were asked for; all if there are no wishes. */
  static List<Peer> named(List<Peer> all, List<String> names) {
    for (var name : names) {
      if (all.stream().noneMatch(peer -> peer.name().equals(name))) {
        throw new IllegalArgumentException(
            "No peer '" + name + "'; there are " + String.join(", ", names(all)) + ".");
      }
    }
    return all.stream().filter(peer -> names.isEmpty() || names.contains(peer.name())).toList();
  }

  static List<String> names(List<Peer> peers) {
    return peers.stream().map(Peer::name).toList();
  }
}
