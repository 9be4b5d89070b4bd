package dev.parley.internal.routing;

import dev.parley.internal.routing.RouteTree.Entry;
import java.util.List;

/** Finds routes that can never run, because one registered before takes every path of theirs. */
final class Overlaps {
  private Overlaps() {}

  static void find(List<Entry> entries, List<String> problems, List<String> warnings) {
    for (var later : entries) {
      for (var earlier : entries.subList(0, later.order())) {
        if (!kind(earlier.route()).equals(kind(later.route()))
            || !earlier.template().covers(later.template())) {
          continue;
        }
        if (later.template().covers(earlier.template())) {
          problems.add(same(earlier.route(), later.route()));
        } else {
          warnings.add(hidden(earlier.route(), later.route()));
        }
        break;
      }
    }
  }

  private static String same(Route earlier, Route later) {
    return "%s %s is served twice: by %s and, as %s, by %s. Remove one of them, or change its path."
        .formatted(kind(earlier), earlier.path(), earlier.source(), later.path(), later.source());
  }

  private static String hidden(Route earlier, Route later) {
    return "%s %s (%s) is never reached: %s (%s) is registered before it and takes all of its paths. Register %s first."
        .formatted(
            kind(later),
            later.path(),
            later.source(),
            earlier.path(),
            earlier.source(),
            later.path());
  }

  private static String kind(Route route) {
    return switch (route) {
      case Route.Socket _ -> "WebSocket";
      case Route.Http http -> http.method();
    };
  }
}
