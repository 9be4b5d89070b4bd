package dev.parley.internal.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OriginsTest {
  @Test
  void allowsPagesOfTheServerItself() {
    var origins = new Origins(List.of());

    assertThat(origins.allowsOrSame("http://Example.com:8000", "example.com:8000")).isTrue();
    assertThat(origins.allowsOrSame("https://example.com", "example.com")).isTrue();
    assertThat(origins.allowsOrSame("https://evil.com", "example.com")).isFalse();
    assertThat(origins.allowsOrSame("example.com", "example.com")).isFalse();
    assertThat(origins.allowsOrSame("http://", "")).isFalse();
  }

  @Test
  void allowsExactOriginsAndWildcards() {
    var origins = new Origins(List.of("https://a.com", "https://*.b.com"));

    assertThat(origins.allows("HTTPS://A.com")).isTrue();
    assertThat(origins.allows("https://x.b.com")).isTrue();
    assertThat(origins.allows("https://x.y.b.com")).isTrue();
    assertThat(origins.allows("http://x.b.com")).isFalse();
    assertThat(origins.allows("https://b.com")).isFalse();
    assertThat(origins.allows("https://.b.com")).isFalse();
    assertThat(origins.allows("https://xb.com")).isFalse();
    assertThat(origins.allows("https://evil.com/.b.com")).isFalse();
    assertThat(origins.allows("https://evil.com#.b.com")).isFalse();
    assertThat(origins.allows("https://evil.com:443@x.b.com")).isFalse();
    assertThat(origins.allows("https://x..b.com")).isFalse();
    assertThat(origins.allows("https://*.b.com")).isFalse();
    assertThat(origins.allows("https://a.com.evil.com")).isFalse();
  }

  @Test
  void refusesNullEvenWhereAllAreAllowed() {
    var all = new Origins(List.of("*"));

    assertThat(all.allows("https://anybody.com")).isTrue();
    assertThat(all.allowsAny()).isTrue();
    assertThat(all.allows("null")).isFalse();
    assertThat(all.allowsOrSame("null", "example.com")).isFalse();
  }

  @Test
  void areWrittenToTheLogOnOneLine() {
    assertThat(Origins.printable("https://a.com\r\n\u001b[2J\u009b"))
        .isEqualTo("https://a.com???[2J?");
    assertThat(Origins.printable("x".repeat(5_000))).hasSize(200);
  }
}
