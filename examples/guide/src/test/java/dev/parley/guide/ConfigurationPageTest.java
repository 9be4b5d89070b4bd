package dev.parley.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ServerConfig;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
  private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

  @Test
  void pageHasOneRowForEachOption() throws IOException {
    var rows =
        ROW.matcher(Files.readString(Path.of("..", "..", "docs", "configuration.md")))
            .results()
            .map(match -> match.group(1))
            .toList();
    var options =
        Arrays.stream(ServerConfig.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .map(Method::getName)
            .toList();

    assertThat(rows).containsExactlyInAnyOrderElementsOf(options);
  }
}
