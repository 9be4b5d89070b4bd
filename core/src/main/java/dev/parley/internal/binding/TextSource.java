package dev.parley.internal.binding;

import dev.parley.Problem;
import dev.parley.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a parameter is found in a request.
 *
 * @param place the place
 * @param name the name on the wire
 */
record TextSource(TextPlace place, String name) {
  /** Every text under the name, in order. */
  List<String> texts(Request request) {
    return place.texts(request, name);
  }

  boolean isSecret() {
    return place.isSecret(name);
  }

  /** Something that is wrong with a text; the text is told only if it cannot be a secret. */
  Problem problem(String message, @Nullable String text) {
    return new Problem(place.label(), name, message, isSecret() ? null : text);
  }
}
