package dev.parley.internal.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.ConfigurationException;
import dev.parley.fuzz.Finding;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Templates and paths: the tree finds what one template after the other finds.
 *
 * <p>An input is a path, then a template in each line, as UTF-8.
 */
public final class RouteFuzz {
  private static final int MOST_TEMPLATES = 8;
  private static final Pattern VARIABLE = Pattern.compile("\\{([^:}]*)(?::([^}]*))?}");
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");

  private record Found(String template, Map<String, String> values) {}

  private RouteFuzz() {}

  /** Reads one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    var lines = new String(input, UTF_8).split("\n", MOST_TEMPLATES + 1);
    var templates = List.of(lines).subList(1, lines.length);
    RouteTree tree;
    try {
      tree = RouteTree.of(templates.stream().map(RouteFuzz::route).toList());
    } catch (ConfigurationException refused) {
      Finding.unless(!String.valueOf(refused.getMessage()).isBlank(), "A refusal says why.");
      return;
    }
    String path = lines[0];
    if (!path.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      tree.match(path);
      return;
    }
    var actual =
        tree.match(path).socket().map(match -> new Found(match.route().path(), match.pathParams()));
    Finding.unlessEqual(expected(path, templates), actual, "What serves " + path);
  }

  private static Route.Socket route(String template) {
    return new Route.Socket(template, "fuzz", ErrorMappings.NONE, List.of(), (socket, scope) -> {});
  }

  private static Optional<Found> expected(String path, List<String> templates) {
    var segments = segments(path);
    if (segments == null) {
      return Optional.empty();
    }
    for (var template : templates) {
      var values = values(segments, List.of(template.substring(1).split("/", -1)));
      if (values != null) {
        return Optional.of(new Found(template, values));
      }
    }
    return Optional.empty();
  }

  private static @Nullable List<String> segments(String path) {
    if (!path.startsWith("/")) {
      return null;
    }
    var segments = new ArrayList<String>();
    for (var raw : path.substring(1).split("/", -1)) {
      if (BAD_ESCAPE.matcher(raw).find()) {
        return null;
      }
      byte[] bytes = URLDecoder.decode(raw.replace("+", "%2B"), ISO_8859_1).getBytes(ISO_8859_1);
      var segment = new String(bytes, UTF_8);
      if (!Arrays.equals(segment.getBytes(UTF_8), bytes)) {
        return null;
      }
      segments.add(segment);
    }
    return segments;
  }

  private static @Nullable Map<String, String> values(List<String> path, List<String> template) {
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < template.size(); i++) {
      var variable = VARIABLE.matcher(template.get(i));
      boolean isVariable = variable.matches();
      if (isVariable && "path".equals(variable.group(2))) {
        var rest = String.join("/", path.subList(Math.min(i, path.size()), path.size()));
        boolean dots =
            Arrays.stream(rest.split("/", -1)).anyMatch(s -> s.equals(".") || s.equals(".."));
        values.put(variable.group(1), rest);
        return path.size() < i + 1 || dots ? null : values;
      }
      if (i >= path.size()) {
        return null;
      }
      if (!isVariable) {
        if (!template.get(i).equals(path.get(i))) {
          return null;
        }
      } else if (takes(variable.group(2) == null ? "str" : variable.group(2), path.get(i))) {
        values.put(variable.group(1), path.get(i));
      } else {
        return null;
      }
    }
    return template.size() == path.size() ? values : null;
  }

  private static boolean takes(String kind, String text) {
    if (text.isEmpty() || text.contains("/") || text.equals(".") || text.equals("..")) {
      return false;
    }
    return switch (kind) {
      case "int" -> text.matches("[0-9]{1,10}") && Long.parseLong(text) <= Integer.MAX_VALUE;
      case "long" ->
          text.matches("[0-9]{1,19}") && new java.math.BigInteger(text).bitLength() < Long.SIZE;
      case "float" -> text.matches("[0-9]+(\\.[0-9]+)?");
      case "uuid" ->
          text.matches("[0-9a-fA-F]{32}")
              || text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
      default -> true;
    };
  }
}
