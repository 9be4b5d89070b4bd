package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConfigTest {
  private final List<String> properties = new ArrayList<>();

  @AfterEach
  void clearProperties() {
    properties.forEach(System::clearProperty);
  }

  @Test
  void defaultsAreSafe() {
    var config = ServerConfig.builder().build();

    assertThat(config.host()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(8000);
    assertThat(config.maxMessageBytes()).isEqualTo(1024 * 1024);
    assertThat(config.allowedOrigins()).isEmpty();
  }

  @Test
  void systemPropertiesOverrideCode() {
    set("parley.host", "0.0.0.0");
    set("parley.port", "0");
    set("parley.sendTimeout", "1500ms");
    set("parley.allowedOrigins", "https://a.com, ,https://b.com");

    var config = ServerConfig.builder().port(9).withOverrides().build();

    assertThat(config.host()).isEqualTo("0.0.0.0");
    assertThat(config.port()).isZero();
    assertThat(config.sendTimeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(config.allowedOrigins()).containsExactly("https://a.com", "https://b.com");
  }

  @ParameterizedTest
  @CsvSource({"5ms,PT0.005S", "10s,PT10S", "3m,PT3M", "2h,PT2H"})
  void timesAreWrittenWithTheirUnit(String text, Duration expected) {
    assertThat(OptionText.parseDuration(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "s", "-1s", "1.5s", "10 s x"})
  void timesWithoutUnitAreRefused(String text) {
    set("parley.sendTimeout", text);

    assertThatThrownBy(() -> ServerConfig.builder().withOverrides())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "System property parley.sendTimeout is '"
                + text
                + "'; expected a time such as 500ms, 10s, 5m or 1h.");
  }

  @Test
  void numbersThatAreNoneAreRefused() {
    set("parley.port", "http");

    assertThatThrownBy(() -> ServerConfig.builder().withOverrides())
        .hasMessage("System property parley.port is 'http'; expected a whole number.");
  }

  @Test
  void valuesOutOfRangeAreRefusedAtOnce() {
    refuses(
        builder -> builder.maxMessageBytes(0), "maxMessageBytes is 0; expected 1 to 2147482623.");
    refuses(builder -> builder.port(65_536), "port is 65536; expected 0 to 65535.");
    refuses(
        builder -> builder.sendTimeout(Duration.ZERO),
        "sendTimeout is 0; expected 1 ms to 3600 s.");
    refuses(
        builder -> builder.sendTimeout(Duration.ofHours(2)),
        "sendTimeout is 7200 s; expected 1 ms to 3600 s.");
    refuses(builder -> builder.host(" "), "host is blank; expected a text.");
  }

  @Test
  void environmentVariablesAreNamedLikeTheOption() {
    assertThat(OptionText.environmentName("maxQueuedInboundBytes"))
        .isEqualTo("PARLEY_MAX_QUEUED_INBOUND_BYTES");
  }

  private static void refuses(Consumer<ServerConfig.Builder> change, String message) {
    assertThatThrownBy(() -> change.accept(ServerConfig.builder()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  private void set(String property, String value) {
    properties.add(property);
    System.setProperty(property, value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "https://example.com/",
        "https://example.com/chat",
        "https://*",
        "https://a.*.com",
        "null",
        "https://user@example.com",
        ""
      })
  void refusesOriginsThatNoPageHas(String origin) {
    assertThatThrownBy(() -> ServerConfig.builder().allowedOrigins(List.of(origin)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "allowedOrigins has '"
                + origin
                + "'; expected an origin such as https://example.com, https://*.example.com, or"
                + " *.");
  }
}
