package dev.parley.internal.routing;

import dev.parley.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A path with parameters: {@code /rooms/{room}/files/{file:path}}.
 *
 * @param text the template as written
 * @param segments what stands between the slashes
 */
public record PathTemplate(String text, List<Segment> segments) {
  /** What stands between two slashes. */
  sealed interface Segment {
    /** A text that must be the same, decoded. */
    record Literal(String text) implements Segment {}

    /** A parameter. */
    record Variable(String name, SegmentKind kind) implements Segment {}
  }

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
  private static final Pattern NOT_LITERAL = Pattern.compile("[?#]|%[0-9a-fA-F]{2}");

  /**
   * Reads a template.
   *
   * @throws ConfigurationException if it cannot match as it is written, with the remedy
   */
  public static PathTemplate parse(String text) {
    if (!text.startsWith("/")) {
      throw refused(text, "has no slash at its start", "Write '/" + text + "'.");
    }
    var parts = text.substring(1).split("/", -1);
    var segments = new ArrayList<Segment>(parts.length);
    for (int i = 0; i < parts.length; i++) {
      segments.add(segment(text, parts[i], i == parts.length - 1));
    }
    refuseRepeatedNames(text, segments);
    return new PathTemplate(text, List.copyOf(segments));
  }

  /** The names of the parameters, in order. */
  public Set<String> parameterNames() {
    var names = new LinkedHashSet<String>();
    for (var segment : segments) {
      if (segment instanceof Segment.Variable(var name, _)) {
        names.add(name);
      }
    }
    return names;
  }

  /** The values of the parameters in a path that matches, in order. */
  Map<String, String> values(List<String> path) {
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i) instanceof Segment.Variable(var name, var kind)) {
        boolean rest = kind == SegmentKind.PATH;
        values.put(name, rest ? String.join("/", path.subList(i, path.size())) : path.get(i));
      }
    }
    return values.isEmpty() ? Map.of() : values;
  }

  /** Tells whether this template matches every path that another one matches. */
  boolean covers(PathTemplate other) {
    for (int i = 0; i < segments.size(); i++) {
      if (i >= other.segments.size() || !covers(segments.get(i), other.segments.get(i))) {
        return false;
      }
      if (isRest(segments.get(i))) {
        return true;
      }
    }
    return segments.size() == other.segments.size();
  }

  private static boolean covers(Segment wide, Segment narrow) {
    return switch (wide) {
      case Segment.Literal _ -> wide.equals(narrow);
      case Segment.Variable(_, var kind) ->
          switch (narrow) {
            case Segment.Literal(var text) -> kind == SegmentKind.PATH || kind.accepts(text);
            case Segment.Variable(_, var other) -> kind.covers(other);
          };
    };
  }

  private static boolean isRest(Segment segment) {
    return segment instanceof Segment.Variable(_, var kind) && kind == SegmentKind.PATH;
  }

  private static Segment segment(String template, String part, boolean last) {
    if (part.indexOf('{') < 0 && part.indexOf('}') < 0) {
      return literal(template, part, last);
    }
    boolean whole = part.startsWith("{") && part.indexOf('}') == part.length() - 1;
    if (!whole || part.lastIndexOf('{') > 0) {
      throw refused(
          template,
          "has the segment '" + part + "'",
          "A parameter is a whole segment in one pair of braces, such as {name} or {name:int}.");
    }
    var variable = variable(template, part.substring(1, part.length() - 1));
    if (isRest(variable) && !last) {
      throw refused(
          template,
          "goes on behind '" + part + "', which takes the rest of the path",
          "Put it at the end.");
    }
    return variable;
  }

  private static Segment literal(String template, String part, boolean last) {
    if (part.isEmpty() && !last) {
      throw refused(
          template, "has two slashes in a row", "Write one; a prefix does not end with a slash.");
    }
    if (NOT_LITERAL.matcher(part).find()) {
      throw refused(
          template,
          "has the segment '" + part + "'",
          "Write the path alone, without query or fragment and not percent-encoded.");
    }
    return new Segment.Literal(part);
  }

  private static Segment variable(String template, String inner) {
    int colon = inner.indexOf(':');
    var name = colon < 0 ? inner : inner.substring(0, colon);
    var kind = colon < 0 ? "str" : inner.substring(colon + 1);
    if (!NAME.matcher(name).matches()) {
      throw refused(
          template,
          "names a parameter '" + name + "'",
          "A name starts with a letter, then letters, digits, '_' and '-'.");
    }
    return SegmentKind.named(kind)
        .map(found -> new Segment.Variable(name, found))
        .orElseThrow(() ->
            refused(
                template,
                "has the unknown converter '" + kind + "'",
                "Known converters: " + SegmentKind.names() + "."));
  }

  private static void refuseRepeatedNames(String template, List<Segment> segments) {
    var names = new LinkedHashSet<String>();
    for (var segment : segments) {
      if (segment instanceof Segment.Variable(var name, _) && !names.add(name)) {
        throw refused(
            template,
            "has the parameter '" + name + "' twice",
            "Give each parameter a name of its own.");
      }
    }
  }

  private static ConfigurationException refused(String template, String what, String remedy) {
    return new ConfigurationException("Path template '" + template + "' " + what + ". " + remedy);
  }
}
