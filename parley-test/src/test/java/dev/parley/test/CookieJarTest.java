package dev.parley.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Headers;
import org.junit.jupiter.api.Test;

/** The cookies of a client (RFC 6265). */
class CookieJarTest {
  private static Headers setCookie(String value) {
    return Headers.empty().with("set-cookie", value);
  }

  @Test
  void sendsACookieToItsPathOnly() {
    var jar = new CookieJar();
    jar.keep(setCookie("a=1; Path=/api"));

    assertThat(jar.header("/api")).isEqualTo("a=1");
    assertThat(jar.header("/api/rooms")).isEqualTo("a=1");
    assertThat(jar.header("/apis")).isEmpty();
    assertThat(jar.header("/")).isEmpty();
  }

  @Test
  void replacesAndForgets() {
    var jar = new CookieJar();
    jar.put("a", "1");
    jar.keep(setCookie("a=2; Secure; HttpOnly; Max-Age=60"));
    jar.keep(setCookie("b=3"));
    assertThat(jar.header("/")).isEqualTo("a=2; b=3");

    jar.keep(setCookie("a=; max-age=0"));
    assertThat(jar.header("/")).isEqualTo("b=3");
    assertThat(jar.get("b")).contains("3");
  }

  @Test
  void keepsNothingWithoutAName() {
    var jar = new CookieJar();
    jar.keep(setCookie("nonsense"));
    jar.keep(setCookie("=value"));

    assertThat(jar.header("/")).isEmpty();
  }
}
