package dev.parley.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTemplateTest {
  @Test
  void namesItsParametersInOrder() {
    var template = PathTemplate.parse("/rooms/{room_id}/{b-2:int}/{file:path}");

    assertThat(template.parameterNames()).containsExactly("room_id", "b-2", "file");
  }

  @ParameterizedTest // Semantics 124 and 125
  @CsvSource(
      delimiter = '|',
      value = {
        "ws | Path template 'ws' has no slash at its start. Write '/ws'.",
        "'' | Path template '' has no slash at its start. Write '/'.",
        "/{a:integer} | Path template '/{a:integer}' has the unknown converter 'integer'. Known"
            + " converters: str, int, long, float, uuid, path.",
        "/{a}/{b}/{a:int} | Path template '/{a}/{b}/{a:int}' has the parameter 'a' twice. Give each"
            + " parameter a name of its own.",
        "/{p:path}/x | Path template '/{p:path}/x' goes on behind '{p:path}', which takes the rest of"
            + " the path. Put it at the end.",
        "/a//b | Path template '/a//b' has two slashes in a row. Write one; a prefix does not end with"
            + " a slash.",
        "/{} | Path template '/{}' names a parameter ''. A name starts with a letter, then letters,"
            + " digits, '_' and '-'.",
        "/{1a} | Path template '/{1a}' names a parameter '1a'. A name starts with a letter, then"
            + " letters, digits, '_' and '-'.",
      })
  void refusesWhatCannotMatch(String template, String message) {
    assertThatThrownBy(() -> PathTemplate.parse(template))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"/{a", "/a}", "/{a}.json", "/x{a}", "/{a}{b}", "/{{a}}", "/}{"})
  void refusesBracesThatAreNoParameter(String template) {
    assertThatThrownBy(() -> PathTemplate.parse(template))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("A parameter is a whole segment in one pair of braces");
  }

  @ParameterizedTest
  @CsvSource({"/a?b", "/a#b", "/a%20b"})
  void refusesLiteralThatIsNoDecodedPath(String template) {
    assertThatThrownBy(() -> PathTemplate.parse(template))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("not percent-encoded");
  }

  @Test
  void acceptsPercentSignThatEncodesNothing() {
    assertThat(PathTemplate.parse("/100%").parameterNames()).isEmpty();
  }
}
