package dev.parley.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Headers;
import dev.parley.HttpException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /                          | /        | ''        | /
          /a/b?x=1&y                 | /a/b     | x=1&y     | /a/b
          /J%C3%BCrgen%20x           | /J%C3%BCrgen%20x | '' | /Jürgen x
          /a%2Fb                     | /a%2Fb   | ''        | /a/b
          /a?q=1?2                   | /a       | q=1?2     | /a
          http://host/a?x            | /a       | x         | /a
          HTTPS://host:1             | /        | ''        | /
          http://host?x=/y           | /        | x=/y      | /
          """)
  void takesTargetApart(String target, String rawPath, String rawQuery, String path) {
    assertThat(Target.parse(target)).isEqualTo(new Target(rawPath, rawQuery, path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%zz",
        "/%",
        "/%1",
        "/?%g0",
        "/%c0%af",
        "/%ff",
        "/%ed%a0%80",
        "/%00",
        "/?x=%00",
        "/a b",
        "/\u00e4",
        "/a#b",
        "/a|b",
        "/x/../y",
        "/./a",
        "/a/..",
        "*",
        "a/b",
        "",
        "ftp://host/a",
        "/?x=\u00e9",
        "/a\u0001",
        "http://host#/a"
      })
  void refusesWhatIsNotProperlyEncoded(String target) {
    assertThatThrownBy(() -> Target.parse(target))
        .isInstanceOfSatisfying(
            HttpException.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(400);
              assertThat(refused.detail()).contains("request target").endsWith(".");
            });
  }

  @Test
  void acceptsInQueryWhatBrowsersLeaveAsItIs() {
    var query = "a=[1]{2}|\"<>\\^`";

    assertThat(Target.parse("/?" + query).rawQuery()).isEqualTo(query);
  }

  @Test
  void refusesPercentWithoutTwoDigits() {
    assertThatThrownBy(() -> Target.parse("/%4")).hasMessageContaining("two hexadecimal digits");
    assertThatThrownBy(() -> Target.parse("/%4x")).hasMessageContaining("two hexadecimal digits");
  }

  @Test
  void readsFormData() { // Semantics 16, 148
    var values = FormData.parse("a=1&b=x+y%2B&a=2&&c&=d");

    assertThat(values.get("a")).containsExactly("1", "2");
    assertThat(values.get("b")).containsExactly("x y+");
    assertThat(values.get("c")).containsExactly("");
    assertThat(values.get("")).containsExactly("d");
    assertThat(FormData.parse("")).isEmpty();
    assertThat(FormData.parse("a&".repeat(2_000)).get("a")).hasSize(1_000);
  }

  @Test
  void readsCookies() { // Semantics 153
    var cookies =
        Cookies.parse(
            Headers.empty()
                .with("Cookie", "a=1; b=\"two\"; ; c")
                .with("Cookie", "a=3;d=x=y; e=\"; f=\"\""));

    assertThat(cookies)
        .containsEntry("a", "3")
        .containsEntry("b", "two")
        .containsEntry("", "c")
        .containsEntry("d", "x=y")
        .containsEntry("e", "\"")
        .containsEntry("f", "");
  }

  @Test
  void readsJsonOfItsMediaTypes() {
    JsonBody.requireJson(Headers.empty());
    JsonBody.requireJson(Headers.empty().with("Content-Type", "Application/JSON; charset=utf-8"));
    JsonBody.requireJson(Headers.empty().with("Content-Type", "application/problem+json"));
    assertThatThrownBy(
            () -> JsonBody.requireJson(Headers.empty().with("Content-Type", "text/plain")))
        .isInstanceOfSatisfying(
            HttpException.class, refused -> assertThat(refused.status()).isEqualTo(415));
  }
}
