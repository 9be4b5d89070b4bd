package dev.parley.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Pictures of pages. */
final class Screenshot {
  private static final int WIDTH = 860;

  private Screenshot() {}

  /** The browser of this machine. */
  static Optional<String> browser() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .filter(Shell::has)
        .findFirst();
  }

  /** Returns whether there is a picture now. */
  static boolean take(String browser, String page, int height, Path picture) throws IOException {
    var file = Files.createTempFile("parley-benchmarks", ".html");
    try {
      Files.writeString(file, page);
      return Shell.run(
              picture.toAbsolutePath().resolveSibling(""),
              List.of(
                  browser,
                  "--headless",
                  "--no-sandbox",
                  "--hide-scrollbars",
                  "--force-device-scale-factor=1.5",
                  "--window-size=" + WIDTH + "," + height,
                  "--screenshot=" + picture.toAbsolutePath(),
                  file.toUri().toString()))
          .succeeded();
    } finally {
      Files.delete(file);
    }
  }
}
