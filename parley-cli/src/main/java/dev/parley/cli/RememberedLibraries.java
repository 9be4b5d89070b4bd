package dev.parley.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Remembers in a folder where libraries were found, as asking Maven takes a second or more. */
final class RememberedLibraries implements Libraries {
  private final Path folder;
  private final Libraries source;

  RememberedLibraries(Path folder, Libraries source) {
    this.folder = folder;
    this.source = source;
  }

  /** Maven's libraries, remembered in the user's folder for such things. */
  static RememberedLibraries ofUser() {
    return new RememberedLibraries(UserFolder.cache(), new MavenLibraries());
  }

  @Override
  public List<Path> find(List<Coordinate> coordinates) throws IOException {
    if (coordinates.isEmpty()) {
      return List.of();
    }
    if (coordinates.stream().anyMatch(Coordinate::isSnapshot)) {
      return source.find(coordinates);
    }
    var file = folder.resolve(key(coordinates) + ".classpath");
    var known = read(file);
    if (known.isPresent()) {
      return known.get();
    }
    var found = source.find(coordinates);
    write(file, found);
    return found;
  }

  private static Optional<List<Path>> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var jars = Files.readAllLines(file).stream().map(Path::of).toList();
    return jars.stream().allMatch(Files::exists) ? Optional.of(jars) : Optional.empty();
  }

  private void write(Path file, List<Path> jars) throws IOException {
    Files.createDirectories(folder);
    // In one step, as another process may read it.
    var complete = Files.createTempFile(folder, "new", ".classpath");
    Files.write(complete, jars.stream().map(Path::toString).toList());
    Files.move(complete, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String key(List<Coordinate> coordinates) {
    var text = coordinates.stream().map(Coordinate::toString).collect(Collectors.joining(" "));
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256.", impossible);
    }
  }
}
