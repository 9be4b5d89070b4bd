package dev.parley.cli;

import java.nio.file.Path;

/** Where the command keeps what it can make anew. */
final class UserFolder {
  private UserFolder() {}

  /** The folder by the XDG base directory specification; may not exist yet. */
  static Path cache() {
    var configured = System.getenv("XDG_CACHE_HOME");
    var base =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return base.resolve("parley");
  }
}
