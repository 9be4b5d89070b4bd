package dev.parley.internal.routing;

import dev.parley.ConfigurationException;
import dev.parley.internal.routing.PathTemplate.Segment;
import dev.parley.internal.routing.RouteMatch.Match;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every route, found by path. Immutable once built; any thread may look up.
 *
 * <p>Of several templates that match a path, the one registered first counts, for WebSockets and
 * for each HTTP method alone. A look-up visits only the branches that fit the path so far.
 */
public final class RouteTree {
  private final Node root = new Node();
  private final List<Route> routes;
  private final List<String> warnings;

  private RouteTree(List<Entry> entries, List<String> warnings) {
    for (var entry : entries) {
      root.add(entry, 0);
    }
    this.routes = entries.stream().map(Entry::route).toList();
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Builds the tree.
   *
   * @param routes the routes in the order in which they were registered
   * @throws ConfigurationException with every template that is wrong, and every pair that is the
   *     same
   */
  public static RouteTree of(List<? extends Route> routes) {
    var problems = new ArrayList<String>();
    var warnings = new ArrayList<String>();
    var entries = new ArrayList<Entry>();
    for (var route : routes) {
      try {
        entries.add(new Entry(entries.size(), route, PathTemplate.parse(route.path())));
      } catch (ConfigurationException bad) {
        problems.add(route.source() + ": " + bad.getMessage());
      }
    }
    Overlaps.find(entries, problems, warnings);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new RouteTree(entries, warnings);
  }

  /**
   * Finds what serves a path.
   *
   * <p>Each segment is percent-decoded for itself. A parameter of one segment takes neither an
   * empty one, nor one with an encoded slash, nor {@code .} or {@code ..}; {@code {name:path}}
   * takes encoded slashes as data. A path that is not encoded properly matches nothing.
   *
   * @param rawPath the path as it came, without the query
   */
  public RouteMatch match(String rawPath) {
    return PathSegments.split(rawPath).map(this::match).orElse(RouteMatch.NONE);
  }

  /** Every route, in the order in which they were registered. */
  public List<Route> routes() {
    return routes;
  }

  /** What is not wrong but surely not meant: routes that another one hides. */
  public List<String> warnings() {
    return warnings;
  }

  private RouteMatch match(List<String> path) {
    var found = new Found();
    root.find(path, 0, found);
    return found.match(path);
  }

  /** A route at its place in the order. */
  record Entry(int order, Route route, PathTemplate template) {}

  /** One position in the paths. Filled while the tree is built, then only read. */
  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<SegmentKind, Node> variables = new EnumMap<>(SegmentKind.class);
    private final List<Entry> entries = new ArrayList<>();

    void add(Entry entry, int at) {
      if (at == entry.template().segments().size()) {
        entries.add(entry);
        return;
      }
      var next =
          switch (entry.template().segments().get(at)) {
            case Segment.Literal(var text) -> literals.computeIfAbsent(text, _ -> new Node());
            case Segment.Variable(_, var kind) -> variables.computeIfAbsent(kind, _ -> new Node());
          };
      next.add(entry, at + 1);
    }

    void find(List<String> path, int at, Found found) {
      if (at == path.size()) {
        entries.forEach(found::add);
        return;
      }
      var segment = path.get(at);
      var literal = literals.get(segment);
      if (literal != null) {
        literal.find(path, at + 1, found);
      }
      for (var variable : variables.entrySet()) {
        if (variable.getKey() == SegmentKind.PATH) {
          variable.getValue().findRest(path.subList(at, path.size()), found);
        } else if (variable.getKey().accepts(segment)) {
          variable.getValue().find(path, at + 1, found);
        }
      }
    }

    private void findRest(List<String> rest, Found found) {
      if (rest.stream().noneMatch(PathSegments::isDots)) {
        entries.forEach(found::add);
      }
    }
  }

  /** The first entries found so far, by their order. */
  private static final class Found {
    private Optional<Entry> socket = Optional.empty();
    private final Map<String, Entry> http = new TreeMap<>();

    void add(Entry entry) {
      switch (entry.route()) {
        case Route.Socket _ ->
            socket = Optional.of(socket.map(other -> first(other, entry)).orElse(entry));
        case Route.Http route -> http.merge(route.method(), entry, Found::first);
      }
    }

    RouteMatch match(List<String> path) {
      if (socket.isEmpty() && http.isEmpty()) {
        return RouteMatch.NONE;
      }
      if (http.isEmpty()) {
        return new RouteMatch(
            socket.map(entry -> match(Route.Socket.class, entry, path)), Map.of());
      }
      var byMethod = new TreeMap<String, Match<Route.Http>>();
      http.forEach((method, entry) -> byMethod.put(method, match(Route.Http.class, entry, path)));
      return new RouteMatch(socket.map(entry -> match(Route.Socket.class, entry, path)), byMethod);
    }

    private static <R extends Route> Match<R> match(Class<R> kind, Entry entry, List<String> path) {
      return new Match<>(kind.cast(entry.route()), entry.template().values(path));
    }

    private static Entry first(Entry one, Entry other) {
      return one.order() < other.order() ? one : other;
    }
  }
}
