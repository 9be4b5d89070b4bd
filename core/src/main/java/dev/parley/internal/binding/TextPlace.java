package dev.parley.internal.binding;

import dev.parley.Request;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The places of a request from which texts are taken. */
enum TextPlace {
  PATH {
    @Override
    List<String> texts(Request request, String name) {
      return list(Optional.ofNullable(request.pathParams().get(name)));
    }
  },
  QUERY {
    @Override
    List<String> texts(Request request, String name) {
      return request.queryParams().getOrDefault(name, List.of());
    }
  },
  HEADER {
    @Override
    List<String> texts(Request request, String name) {
      return request.headers().all(name);
    }
  },
  COOKIE {
    @Override
    List<String> texts(Request request, String name) {
      return list(request.cookie(name));
    }
  };

  private static final Set<String> SECRET_HEADERS =
      Set.of("authorization", "proxy-authorization", "cookie", "sec-websocket-protocol");
  private static final List<String> SECRET_WORDS =
      List.of("token", "ticket", "secret", "password", "key");

  /** Every text under a name, in order. */
  abstract List<String> texts(Request request, String name);

  /** The one that counts where one is wanted: the first header, the last of a query. */
  String one(List<String> texts) {
    return this == HEADER ? texts.getFirst() : texts.getLast();
  }

  /** The name of the place in problems. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Tells whether what is under a name may be a secret, which no answer and no log repeats. */
  boolean isSecret(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return this == COOKIE
        || (this == HEADER && SECRET_HEADERS.contains(lower))
        || SECRET_WORDS.stream().anyMatch(lower::contains);
  }

  private static List<String> list(Optional<String> text) {
    return text.map(List::of).orElse(List.of());
  }
}
