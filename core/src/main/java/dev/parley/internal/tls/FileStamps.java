package dev.parley.internal.tls;

import dev.parley.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What tells whether files have changed; links are followed, as they are what some tools change.
 */
record FileStamps(List<Stamp> stamps) {
  private record Stamp(Path file, String real, long modified, long size) {}

  static FileStamps of(Tls tls) {
    return new FileStamps(
        Stream.of(tls.certificates(), tls.keys(), tls.trust(), tls.keystore().stream().toList())
            .flatMap(List::stream)
            .map(FileStamps::stamp)
            .toList());
  }

  private static Stamp stamp(Path file) {
    try {
      return new Stamp(
          file,
          file.toRealPath().toString(),
          Files.getLastModifiedTime(file).toMillis(),
          Files.size(file));
    } catch (IOException missing) {
      return new Stamp(file, "", 0, 0);
    }
  }
}
