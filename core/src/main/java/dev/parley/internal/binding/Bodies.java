package dev.parley.internal.binding;

import dev.parley.Body;
import dev.parley.ConfigurationException;
import dev.parley.internal.inject.GenericType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Which parameter of a method is the body of the request. */
final class Bodies {
  private Bodies() {}

  /**
   * Finds the parameter that is annotated; else, where requests carry a body, the one record,
   * collection or map that nothing else accounts for.
   *
   * @throws ConfigurationException if there is no body here, or it is not clear which parameter it
   *     is
   */
  static Optional<Site> find(String source, List<Site> sites, Role role, Predicate<Type> provided) {
    var annotated = sites.stream().filter(Bodies::isAnnotated).toList();
    if (!annotated.isEmpty()) {
      requireBody(annotated.getFirst(), role);
      return Optional.of(one(source, annotated));
    }
    var implied =
        role == Role.HTTP
            ? sites.stream().filter(site -> isImplied(site, provided)).toList()
            : List.<Site>of();
    return implied.isEmpty() ? Optional.empty() : Optional.of(one(source, implied));
  }

  private static boolean isAnnotated(Site site) {
    return site.element().isAnnotationPresent(Body.class);
  }

  private static boolean isImplied(Site site, Predicate<Type> provided) {
    var raw = GenericType.raw(site.type());
    boolean fits =
        raw.isRecord()
            || Collection.class.isAssignableFrom(raw)
            || Map.class.isAssignableFrom(raw)
            || JsonNode.class.isAssignableFrom(raw);
    return fits
        && !TextParameters.isAnnotated(site)
        && !Groups.isGroup(site.type())
        && !provided.test(site.type());
  }

  private static void requireBody(Site site, Role role) {
    if (role == Role.SOCKET) {
      throw site.refused(
          "a WebSocket route has no body. Receive it as a message: ws.receive(%s.class)."
              .formatted(Names.of(GenericType.raw(site.type()))));
    }
    if (role == Role.PROVIDER) {
      throw site.refused(
          "a provider may run for requests without a body. Take the body in the HTTP handler.");
    }
  }

  private static Site one(String source, List<Site> sites) {
    if (sites.size() > 1) {
      throw new ConfigurationException(
          """
          %s takes several bodies: %s.
            Mark one with @Body, and provide the others or annotate their components.\
          """
              .formatted(
                  source, sites.stream().map(Site::where).collect(Collectors.joining(", "))));
    }
    return sites.getFirst();
  }
}
