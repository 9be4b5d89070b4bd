package dev.parley.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.parley.Compression;
import dev.parley.Limits;
import dev.parley.Proxies;
import dev.parley.ServerConfig;
import dev.parley.Tls;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationPageTest {
  private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

  @ParameterizedTest
  @MethodSource("pages")
  void pageHasOneRowForEachOption(String page, Class<?> options) throws IOException {
    var rows =
        ROW.matcher(Files.readString(Path.of("..", "..", "docs", page)))
            .results()
            .map(match -> match.group(1))
            .toList();
    var names =
        Arrays.stream(options.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .map(Method::getName)
            .toList();

    assertThat(rows).containsExactlyInAnyOrderElementsOf(names);
  }

  private static Stream<Arguments> pages() {
    return Stream.of(
        arguments("configuration.md", ServerConfig.class),
        arguments("limits.md", Limits.class),
        arguments("compression.md", Compression.class),
        arguments("proxies.md", Proxies.class),
        arguments("tls.md", Tls.class));
  }
}
