package dev.parley.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The folder of a program: its sources and pages, but nothing that a program writes itself, such as
 * databases and logs. Hidden files and folders and those of builds do not count.
 */
final class WatchedFolder {
  private static final int MAX_DEPTH = 8;
  private static final Set<String> LEFT_OUT = Set.of("target", "build", "node_modules");
  private static final Set<String> ENDINGS =
      Set.of(
          "java",
          "html",
          "htm",
          "css",
          "js",
          "mjs",
          "svg",
          "json",
          "properties",
          "yaml",
          "yml",
          "sql",
          "xml");

  private final Path folder;

  WatchedFolder(Path folder) {
    this.folder = folder;
  }

  /** What is there now; another state when a file was saved, added or removed. */
  Map<Path, State> state() throws IOException {
    var states = new HashMap<Path, State>();
    Files.walkFileTree(
        folder,
        Set.of(),
        MAX_DEPTH,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return path.equals(folder) || isFolderWatched(path.getFileName().toString())
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            if (isFileWatched(path.getFileName().toString())) {
              states.put(
                  path, new State(attributes.lastModifiedTime().toMillis(), attributes.size()));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException vanished) {
            return FileVisitResult.CONTINUE;
          }
        });
    return states;
  }

  private static boolean isFolderWatched(String name) {
    return !name.startsWith(".") && !LEFT_OUT.contains(name);
  }

  private static boolean isFileWatched(String name) {
    var ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && ENDINGS.contains(ending);
  }

  /**
   * What shows that a file has changed.
   *
   * @param savedMillis when it was saved, in milliseconds since 1970
   * @param bytes its size
   */
  record State(long savedMillis, long bytes) {}
}
