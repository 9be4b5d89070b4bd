package dev.parley.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.ConfigurationException;
import dev.parley.internal.routing.RouteMatch.Match;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTreeTest {
  @Test
  void findsRouteByLiteralPath() {
    var tree = RouteTree.of(List.of(socket("/ws"), socket("/ws/json"), socket("/")));

    assertThat(socketAt(tree, "/ws")).isEqualTo("/ws");
    assertThat(socketAt(tree, "/ws/json")).isEqualTo("/ws/json");
    assertThat(socketAt(tree, "/")).isEqualTo("/");
  }

  @Test
  void findsNothingBesideTheTemplates() {
    var tree = RouteTree.of(List.of(socket("/ws"), socket("/ws/{id}/x")));

    assertThat(tree.match("/").isEmpty()).isTrue();
    assertThat(tree.match("/ws/").isEmpty()).isTrue();
    assertThat(tree.match("/WS").isEmpty()).isTrue();
    assertThat(tree.match("/ws/1").isEmpty()).isTrue();
    assertThat(tree.match("/ws/1/x/y").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "ws", "/%", "/%4", "/%zz", "/%2z", "/%ff", "/a%c3%28"})
  void findsNothingForPathThatIsMalformed(String path) {
    var tree = RouteTree.of(List.of(socket("/{any:path}")));

    assertThat(tree.match(path).isEmpty()).isTrue();
  }

  @Test
  void decodesEachSegment() {
    var tree = RouteTree.of(List.of(socket("/rooms/{room}/{member}"), socket("/caf\u00e9 bar")));

    assertThat(paramsAt(tree, "/rooms/a%20b+c/%F0%9F%98%80x"))
        .containsExactly(Map.entry("room", "a b+c"), Map.entry("member", "\ud83d\ude00x"));
    assertThat(socketAt(tree, "/caf%C3%A9%20bar")).isEqualTo("/caf\u00e9 bar");
  }

  @Test // Semantics 15: a separator stays a separator, data stays data.
  void neverMatchesEncodedSlashAsOneSegment() {
    var tree = RouteTree.of(List.of(socket("/ws/{id}"), socket("/ws/a/b")));

    assertThat(tree.match("/ws/a%2Fb").isEmpty()).isTrue();
    assertThat(tree.match("/ws%2Fa").isEmpty()).isTrue();
  }

  @Test
  void takesEncodedSlashAsDataOfTheRest() {
    var tree = RouteTree.of(List.of(socket("/files/{file:path}")));

    assertThat(paramsAt(tree, "/files/a%2Fb/c")).containsExactly(Map.entry("file", "a/b/c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/files/..",
        "/files/.",
        "/files/a/%2e%2e/b",
        "/files/%2E%2E%2Fetc",
        "/files/a%2f..%2fb",
        "/one/..",
        "/one/%2e"
      })
  void neverTakesDotSegmentsAsValues(String path) {
    var tree = RouteTree.of(List.of(socket("/files/{file:path}"), socket("/one/{name}")));

    assertThat(tree.match(path).isEmpty()).isTrue();
  }

  @Test
  void restMayBeEmptyButOneSegmentMayNot() {
    var tree = RouteTree.of(List.of(socket("/files/{file:path}"), socket("/one/{name}")));

    assertThat(paramsAt(tree, "/files/")).containsExactly(Map.entry("file", ""));
    assertThat(tree.match("/files").isEmpty()).isTrue();
    assertThat(tree.match("/one/").isEmpty()).isTrue();
  }

  @ParameterizedTest // Semantics 122
  @CsvSource({
    "int, 0, true",
    "int, 2147483647, true",
    "int, 2147483648, false",
    "int, -5, false",
    "int, 1.0, false",
    "int, \u0661, false",
    "long, 9223372036854775807, true",
    "long, 9223372036854775808, false",
    "long, 2147483648, true",
    "long, x, false",
    "float, 1, true",
    "float, 1.25, true",
    "float, 1., false",
    "float, .5, false",
    "float, -1.0, false",
    "uuid, 123E4567-e89b-12d3-a456-426614174000, true",
    "uuid, 123e4567e89b12d3a456426614174000, true",
    "uuid, 123e4567-e89b12d3a456426614174000, false",
    "uuid, x, false",
    "str, anything, true",
    "path, any/thing, true",
  })
  void convertersSayWhatASegmentMayBe(String converter, String value, boolean matches) {
    var tree = RouteTree.of(List.of(socket("/x/{v:" + converter + "}")));

    assertThat(tree.match("/x/" + value).isEmpty()).isEqualTo(!matches);
  }

  @Test // Semantics 119
  void firstRegisteredRouteWins() {
    var paramFirst = RouteTree.of(List.of(socket("/x/{a}"), socket("/x/fixed")));
    var literalFirst = RouteTree.of(List.of(socket("/x/fixed"), socket("/x/{a}")));

    assertThat(socketAt(paramFirst, "/x/fixed")).isEqualTo("/x/{a}");
    assertThat(socketAt(literalFirst, "/x/fixed")).isEqualTo("/x/fixed");
    assertThat(socketAt(literalFirst, "/x/other")).isEqualTo("/x/{a}");
  }

  @Test
  void looksIntoEveryBranchThatFits() {
    var tree =
        RouteTree.of(
            List.of(socket("/{a:int}/x/{b}"), socket("/1/{c}/z"), socket("/1/y/{rest:path}")));

    assertThat(socketAt(tree, "/1/x/z")).isEqualTo("/{a:int}/x/{b}");
    assertThat(socketAt(tree, "/1/y/z")).isEqualTo("/1/{c}/z");
    assertThat(socketAt(tree, "/1/y/q/r")).isEqualTo("/1/y/{rest:path}");
  }

  @Test // Semantics 120
  void onePathMayHaveSocketAndSeveralMethods() {
    var tree =
        RouteTree.of(List.of(http("GET", "/r/{a}"), socket("/r/{b}"), http("POST", "/r/{c}")));

    var match = tree.match("/r/1");

    assertThat(match.socket().orElseThrow().pathParams()).containsExactly(Map.entry("b", "1"));
    assertThat(match.http("GET").map(Match::pathParams)).contains(Map.of("a", "1"));
    assertThat(match.http("POST").map(Match::pathParams)).contains(Map.of("c", "1"));
    assertThat(match.http("PUT")).isEmpty();
    assertThat(match.isEmpty()).isFalse();
  }

  @Test
  void methodsCountForThemselves() {
    var tree =
        RouteTree.of(List.of(http("GET", "/x/{a}"), http("POST", "/x/1"), http("POST", "/x/{b}")));

    var match = tree.match("/x/1");

    assertThat(match.http("GET").orElseThrow().route().path()).isEqualTo("/x/{a}");
    assertThat(match.http("POST").orElseThrow().route().path()).isEqualTo("/x/1");
  }

  @Test // RFC 9110, section 9.3.2
  void headIsServedByGet() {
    var tree = RouteTree.of(List.of(http("GET", "/x"), http("DELETE", "/x")));

    assertThat(tree.match("/x").http("HEAD").orElseThrow().route().method()).isEqualTo("GET");
    assertThat(tree.match("/x").allowedMethods()).containsExactly("DELETE", "GET", "HEAD");
  }

  @Test
  void allowsNoMethodWhereThereIsASocketAlone() {
    var match = RouteTree.of(List.of(socket("/ws"))).match("/ws");

    assertThat(match.isEmpty()).isFalse();
    assertThat(match.allowedMethods()).isEmpty();
  }

  @Test
  void keepsRoutesInOrder() {
    var routes = List.of(socket("/b"), http("GET", "/a"));

    assertThat(RouteTree.of(routes).routes()).isEqualTo(routes);
  }

  @ParameterizedTest
  @CsvSource({
    "/x/{a}, /x/fixed",
    "/x/{a:int}, /x/12",
    "/x/{a}, /x/{b:int}",
    "/x/{a:float}, /x/{b:int}",
    "/x/{a:float}, /x/{b:long}",
    "/x/{a:long}, /x/{b:int}",
    "/x/{a:path}, /x/y/{b}/z",
    "/x/{a:path}, /x/",
    "/x/{a:path}, /x/{b}",
  })
  void warnsOfRouteThatIsNeverReached(String earlier, String later) {
    var tree = RouteTree.of(List.of(socket(earlier), http("GET", later), socket(later)));

    assertThat(tree.warnings())
        .singleElement()
        .asString()
        .startsWith("WebSocket " + later + " (S" + later + ") is never reached: " + earlier);
  }

  @ParameterizedTest
  @CsvSource({
    "/x/fixed, /x/{a}",
    "/x/{a:int}, /x/y",
    "/x/{a:int}, /x/{b:long}",
    "/x/{a:int}, /x/{b:uuid}",
    "/x/{a:uuid}, /x/{b:int}",
    "/x/{a:float}, /x/{b}",
    "/x/{a:float}, /x/{b:uuid}",
    "/x/{a:long}, /x/{b:float}",
    "/x/{a}, /x/{b:path}",
    "/x/{a:path}, /x",
    "/x/{a}/y, /x/{b}",
    "/x/{a}, /x/{b}/y",
  })
  void saysNothingOfRoutesThatCanBothBeReached(String earlier, String later) {
    assertThat(RouteTree.of(List.of(socket(earlier), socket(later))).warnings()).isEmpty();
  }

  @Test
  void refusesTwoRoutesOfTheSameShape() {
    assertThatThrownBy(() ->
            RouteTree.of(List.of(socket("/x/{a}"), http("GET", "/x/{a}"), http("GET", "/x/{b}"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "GET /x/{a} is served twice: by S/x/{a} and, as /x/{b}, by S/x/{b}. Remove one of them,"
                + " or change its path.");
  }

  @Test
  void tellsEveryTemplateThatIsWrong() {
    assertThatThrownBy(() -> RouteTree.of(List.of(socket("a"), socket("/b"), socket("/{c"))))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            refused ->
                assertThat(refused.problems())
                    .hasSize(2)
                    .allSatisfy(problem -> assertThat(problem).startsWith("S")));
  }

  private static String socketAt(RouteTree tree, String path) {
    return tree.match(path).socket().orElseThrow().route().path();
  }

  private static Map<String, String> paramsAt(RouteTree tree, String path) {
    return tree.match(path).socket().orElseThrow().pathParams();
  }

  private static Route socket(String path) {
    return new Route.Socket(path, "S" + path, ErrorMappings.NONE, List.of(), (_, _) -> {});
  }

  private static Route http(String method, String path) {
    return new Route.Http(path, "S" + path, ErrorMappings.NONE, method, _ -> null);
  }
}
