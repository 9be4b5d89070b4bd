package dev.parley.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All servers that can be measured, in the order of the tables. */
final class Peers {
  private static final Set<Mode> EVERY_MODE = Set.of(Mode.values());
  private static final List<MavenPeer.Program> JAVA =
      List.of(
          new MavenPeer.Program("netty", "NettyPeer", "netty-codec-http", EVERY_MODE),
          new MavenPeer.Program("vertx", "VertxPeer", "vertx-core", EVERY_MODE),
          new MavenPeer.Program("undertow", "UndertowPeer", "undertow-core"),
          new MavenPeer.Program("helidon", "HelidonPeer", "helidon-webserver-websocket"),
          new MavenPeer.Program("jetty", "JettyPeer", "jetty-websocket-jetty-server"),
          new MavenPeer.Program("javalin", "JavalinPeer", "javalin"),
          new MavenPeer.Program("spring", "spring.SpringPeer", "spring-boot"));

  private Peers() {}

  static List<Peer> all(Places places, JvmOptions jvm) {
    var all = new ArrayList<Peer>();
    all.add(new ParleyPeer(places, jvm, ParleyPeer.Scheduler.LOOPS));
    all.add(new ParleyPeer(places, jvm, ParleyPeer.Scheduler.JDK));
    JAVA.forEach(program -> all.add(new MavenPeer(places, jvm, program)));
    all.add(new QuarkusPeer(places, jvm));
    all.add(new GoPeer(places));
    all.add(new NodePeer(places));
    all.add(new FastApiPeer(places));
    return List.copyOf(all);
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
