package dev.parley.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Headers;
import dev.parley.internal.app.AppDefinition.StaticSource;
import dev.parley.internal.http.HttpReply.Content;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {
  @TempDir Path folder;
  @TempDir Path outside;

  private StaticFiles files;

  @BeforeEach
  void fillFolder() throws IOException {
    Files.writeString(folder.resolve("index.html"), "<p>");
    Files.createDirectories(folder.resolve("sub"));
    Files.writeString(folder.resolve("sub/index.html"), "<b>");
    Files.writeString(folder.resolve("sub/a.css"), "a{}");
    Files.writeString(folder.resolve(".hidden"), "secret");
    Files.writeString(outside.resolve("secret.txt"), "secret");
    Files.createSymbolicLink(folder.resolve("link.txt"), outside.resolve("secret.txt"));
    files = StaticFiles.of(List.of(new StaticSource.Folder("/files", folder)));
  }

  @ParameterizedTest
  @CsvSource({
    "/files/,text/html; charset=utf-8,3",
    "/files/index.html,text/html; charset=utf-8,3",
    "/files/sub/,text/html; charset=utf-8,3",
    "/files/sub/a.css,text/css; charset=utf-8,3"
  })
  void servesFilesOfFolder(String path, String type, long length) {
    var reply = get(path).orElseThrow();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers().first("content-type")).contains(type);
    assertThat(reply.headers().first("x-content-type-options")).contains("nosniff");
    assertThat(reply.content())
        .isInstanceOfSatisfying(
            Content.FilePart.class, part -> assertThat(part.length()).isEqualTo(length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/files/none.txt", "/files/.hidden", "/files/link.txt", "/files/sub", "/files//index.html",
        "/files/sub\\a.css", "/files/c:a", "/other/index.html", "/filesindex.html", "/files"
      })
  void servesNothingElse(String path) {
    assertThat(get(path)).isEmpty();
  }

  @Test
  void answersOnlyGetAndHead() {
    assertThat(files.find(head("POST", Headers.empty()), target("/files/"))).isEmpty();
    assertThat(files.find(head("HEAD", Headers.empty()), target("/files/"))).isPresent();
  }

  @Test
  void answersUnchangedFileWith304() {
    var tag = get("/files/").orElseThrow().headers().first("etag").orElseThrow();

    var again =
        files.find(head("GET", Headers.empty().with("if-none-match", tag)), target("/files/"));
    var other =
        files.find(
            head("GET", Headers.empty().with("if-none-match", "W/\"x\"")), target("/files/"));

    assertThat(again.orElseThrow().status()).isEqualTo(304);
    assertThat(other.orElseThrow().status()).isEqualTo(200);
  }

  @Test
  void servesFilesOfClassPath() {
    var resources = StaticFiles.of(List.of(new StaticSource.Resources("/", "/static")));

    assertThat(
            resources
                .find(head("GET", Headers.empty()), target("/hello.txt"))
                .orElseThrow()
                .content())
        .isInstanceOfSatisfying(
            Content.Bytes.class,
            bytes -> assertThat(bytes.bytes()).isEqualTo("hello\n".getBytes()));
    assertThat(resources.find(head("GET", Headers.empty()), target("/none.txt"))).isEmpty();
    assertThat(
            StaticFiles.of(List.of(new StaticSource.Resources("/s/", "static")))
                .find(head("GET", Headers.empty()), target("/s/hello.txt")))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "a.htm,text/html; charset=utf-8",
    "a.mjs,text/javascript; charset=utf-8",
    "a.json,application/json",
    "a.svg,image/svg+xml",
    "a.png,image/png",
    "a.JPEG,image/jpeg",
    "a.gif,image/gif",
    "a.webp,image/webp",
    "a.ico,image/x-icon",
    "a.woff2,font/woff2",
    "a.wasm,application/wasm",
    "a.md,text/plain; charset=utf-8",
    "a.xyz,application/octet-stream",
    "a,application/octet-stream"
  })
  void tellsMediaTypeByName(String name, String type) throws IOException {
    Files.writeString(folder.resolve(name), "x");

    assertThat(get("/files/" + name).orElseThrow().headers().first("content-type")).contains(type);
  }

  private Optional<HttpReply> get(String path) {
    return files.find(head("GET", Headers.empty()), target(path));
  }

  private static Target target(String path) {
    return new Target(path, "", path);
  }

  private static RequestHead head(String method, Headers headers) {
    return new RequestHead(
        method, "/", "http", headers, RequestLine.PLAIN, new InetSocketAddress(1));
  }
}
