package dev.parley.internal.routing;

import dev.parley.internal.routing.RouteTree.Entry;
import java.util.List;

/** Finds routes that can never run, because one registered before takes every path of theirs. */
final class Overlaps {
  private Overlaps() {}

  static void find(List<Entry> entries, List<String> problems, List<String> warnings) {
    for (var later : entries) {
      var covering =
          entries.stream()
              .limit(later.order())
              .filter(earlier -> kind(earlier.route()).equals(kind(later.route())))
              .filter(earlier -> earlier.template().covers(later.template()))
              .toList();
      var same =
          covering.stream()
              .filter(earlier -> later.template().covers(earlier.template()))
              .findFirst();
      if (same.isPresent()) {
        problems.add(same(same.get().route(), later.route()));
      } else if (!covering.isEmpty()) {
        warnings.add(hidden(covering.getFirst().route(), later.route()));
      }
    }
  }

  private static String same(Route earlier, Route later) {
    return "%s %s is served twice: by %s and, as %s, by %s. Remove one of them, or change its path."
        .formatted(kind(earlier), earlier.path(), earlier.source(), later.path(), later.source());
  }

  private static String hidden(Route earlier, Route later) {
    return """
    %s %s (%s) is never reached: %s (%s) is registered before it and takes all of its paths.
      Register %s first.\
    """
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
