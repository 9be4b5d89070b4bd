package dev.parley.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** ws on Node. */
final class NodePeer implements Peer {
  private final Path folder;

  NodePeer(Places places) {
    this.folder = places.peers().resolve("node");
  }

  @Override
  public String name() {
    return "node-ws";
  }

  @Override
  public Optional<String> missing() {
    return Shell.has("node") && Shell.has("npm")
        ? Optional.empty()
        : Optional.of("node and npm are not installed");
  }

  @Override
  public void build() {
    Shell.require(folder, List.of("npm", "install", "--no-audit", "--no-fund"));
  }

  @Override
  public String version() {
    var library =
        JsonMapper.shared()
            .readTree(folder.resolve("node_modules/ws/package.json").toFile())
            .path("version")
            .asString("unknown");
    return library + " on Node " + Shell.ask("node", "--version").orElse("");
  }

  @Override
  public boolean isJvm() {
    return false;
  }

  @Override
  public List<String> command(int port, Mode mode) {
    return List.of("node", folder.resolve("server.js").toString(), Integer.toString(port));
  }
}
