package dev.parley.internal.http;

import dev.parley.Headers;
import dev.parley.internal.app.AppDefinition.StaticSource;
import dev.parley.internal.http.HttpReply.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Files for GET and HEAD, from folders and the class path. */
final class StaticFiles {
  private static final String INDEX = "index.html";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final List<StaticSource> sources;

  private StaticFiles(List<StaticSource> sources) {
    this.sources = sources;
  }

  static StaticFiles of(List<StaticSource> sources) {
    return new StaticFiles(List.copyOf(sources));
  }

  /** Finds the file for a request; empty if there is none. */
  Optional<HttpReply> find(RequestHead head, Target target) {
    if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
      return Optional.empty();
    }
    for (var source : sources) {
      var name = nameWithin(source.prefix(), target.path());
      var found =
          name.filter(StaticFiles::isVisible).flatMap(visible -> find(source, visible, head));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> nameWithin(String prefix, String path) {
    String folder = prefix.endsWith("/") ? prefix : prefix + "/";
    if (!path.startsWith(folder)) {
      return Optional.empty();
    }
    String name = path.substring(folder.length());
    return Optional.of(name.isEmpty() || name.endsWith("/") ? name + INDEX : name);
  }

  /** Nothing hidden, and no name that a file system might read as more than a name. */
  private static boolean isVisible(String name) {
    return name.indexOf('\\') < 0
        && name.indexOf(':') < 0
        && List.of(name.split("/", -1)).stream()
            .noneMatch(segment -> segment.isEmpty() || segment.startsWith("."));
  }

  private static Optional<HttpReply> find(StaticSource source, String name, RequestHead head) {
    try {
      return switch (source) {
        case StaticSource.Folder(_, var folder) -> fromFolder(folder, name, head);
        case StaticSource.Resources(_, var resources) -> fromClassPath(resources, name);
      };
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Optional<HttpReply> fromFolder(Path folder, String name, RequestHead head)
      throws IOException {
    var file = folder.resolve(name);
    if (!Files.isRegularFile(file) || !file.toRealPath().startsWith(folder.toRealPath())) {
      return Optional.empty();
    }
    long size = Files.size(file);
    var modified = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    String tag =
        "W/\"" + Long.toHexString(size) + "-" + Long.toHexString(modified.toEpochMilli()) + "\"";
    var headers = headers(name).with("etag", tag).with("last-modified", DATE.format(modified));
    if (head.headers().first("if-none-match").filter(tag::equals).isPresent()) {
      return Optional.of(new HttpReply(304, headers, new Content.Bytes(new byte[0])));
    }
    return Optional.of(new HttpReply(200, headers, new Content.FilePart(file, 0, size)));
  }

  private static Optional<HttpReply> fromClassPath(String resources, String name)
      throws IOException {
    String base = resources.startsWith("/") ? resources.substring(1) : resources;
    var loader = Thread.currentThread().getContextClassLoader();
    try (var content = loader.getResourceAsStream(base + "/" + name)) {
      return content == null
          ? Optional.empty()
          : Optional.of(
              new HttpReply(200, headers(name), new Content.Bytes(content.readAllBytes())));
    }
  }

  private static Headers headers(String name) {
    return Headers.empty()
        .with("content-type", contentType(name))
        .with("cache-control", "no-cache")
        .with("x-content-type-options", "nosniff");
  }

  private static String contentType(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (extension) {
      case "html", "htm" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js", "mjs" -> "text/javascript; charset=utf-8";
      case "json" -> "application/json";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      case "jpg", "jpeg" -> "image/jpeg";
      case "gif" -> "image/gif";
      case "webp" -> "image/webp";
      case "ico" -> "image/x-icon";
      case "woff2" -> "font/woff2";
      case "wasm" -> "application/wasm";
      case "txt", "md", "java" -> "text/plain; charset=utf-8";
      default -> "application/octet-stream";
    };
  }
}
