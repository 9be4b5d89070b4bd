package dev.parley.internal.binding;

import dev.parley.ConfigurationException;
import dev.parley.Converter;
import dev.parley.CookieParam;
import dev.parley.DefaultValue;
import dev.parley.HeaderParam;
import dev.parley.PathParam;
import dev.parley.QueryParam;
import dev.parley.internal.inject.GenericType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** From the annotation of a parameter or component to what reads it from texts. */
final class TextParameters {
  private final Converters converters;
  private final ConstraintSupport constraints;

  TextParameters(Converters converters, ConstraintSupport constraints) {
    this.converters = converters;
    this.constraints = constraints;
  }

  /** Tells whether a site carries one of the annotations. */
  static boolean isAnnotated(Site site) {
    return !found(site).isEmpty();
  }

  /**
   * Makes the reader of a site.
   *
   * @return empty if it carries none of the annotations
   * @throws dev.parley.ConfigurationException if it cannot be read as it is declared
   */
  Optional<TextReader> reader(Site site, ValueCheck check) {
    var found = found(site);
    if (found.isEmpty()) {
      refuseDefault(site);
      return Optional.empty();
    }
    if (found.size() > 1) {
      throw site.refused("it has several annotations that say where it comes from. Keep one.");
    }
    var source = new TextSource(found.getFirst().place(), name(site, found.getFirst()));
    var element = Shape.of(site.type()).element();
    constraints.require(site, element);
    var all = ValueCheck.both(check, constraints.ofValues(element));
    return Optional.of(new TextReader(source, target(site, source), all));
  }

  private static List<Found> found(Site site) {
    var found = new ArrayList<Found>();
    for (var annotation : site.element().getAnnotations()) {
      switch (annotation) {
        case PathParam path -> found.add(new Found(TextPlace.PATH, path.value()));
        case QueryParam query -> found.add(new Found(TextPlace.QUERY, query.value()));
        case HeaderParam header -> found.add(new Found(TextPlace.HEADER, header.value()));
        case CookieParam cookie -> found.add(new Found(TextPlace.COOKIE, cookie.value()));
        default -> {}
      }
    }
    return found;
  }

  private static String name(Site site, Found found) {
    if (!found.name().isEmpty()) {
      return found.name();
    }
    var javaName = site.javaName().orElseThrow(() -> site.refused(nameless(found.place())));
    return found.place() == TextPlace.HEADER ? Names.kebabCase(javaName) : javaName;
  }

  private static String nameless(TextPlace place) {
    var word = place.label();
    var annotation =
        "@%s%sParam(\"name\")"
            .formatted(word.substring(0, 1).toUpperCase(Locale.ROOT), word.substring(1));
    var sourceFile = System.getProperty("jdk.launcher.sourcefile");
    return sourceFile == null
        ? """
        its name is not in the class file.
          Compile with -parameters (Maven: <parameters>true</parameters> of \
        maven-compiler-plugin), or write the name: %s.\
        """
            .formatted(annotation)
        : """
        the source launcher of Java drops the names of parameters.
          Start it with 'parley run %s' instead, or write the name: %s.\
        """
            .formatted(sourceFile.substring(sourceFile.lastIndexOf('/') + 1), annotation);
  }

  private TextReader.Target target(Site site, TextSource source) {
    var shaped = Shape.of(site.type());
    var converter =
        converters.find(shaped.element()).orElseThrow(() -> noConverter(site, shaped.element()));
    return new TextReader.Target(
        shaped.shape(), converter, defaultValue(site, source, shaped.shape(), converter));
  }

  private static ConfigurationException noConverter(Site site, Type type) {
    var name = Names.of(GenericType.raw(type));
    return site.refused(
        """
        no converter from text to %s.
          Add a static method %s.of(String), or register one: app.converter(%s.class, text -> ...).
          Known types: String, numbers, boolean, char, UUID, URI, java.time, enums, records of \
        one component; Optional, List and Set of these.\
        """
            .formatted(GenericType.text(type), name, name));
  }

  private static Optional<Object> defaultValue(
      Site site, TextSource source, Shape shape, Converter<?> converter) {
    var annotation = site.element().getAnnotation(DefaultValue.class);
    if (annotation == null) {
      return Optional.empty();
    }
    if (source.place() == TextPlace.PATH) {
      throw site.refused("a path parameter is never missing. Remove @DefaultValue.");
    }
    if (shape == Shape.OPTIONAL) {
      throw site.refused("an Optional with a default is never empty. Take the value itself.");
    }
    try {
      var value = converter.convert(annotation.value());
      return Optional.ofNullable(shape.wrap(Collections.singletonList(value)));
    } catch (IllegalArgumentException unfit) {
      throw site.refused(
          "its default '%s' does not convert. %s"
              .formatted(annotation.value(), Described.message(converter, unfit, false)));
    }
  }

  private static void refuseDefault(Site site) {
    if (site.element().isAnnotationPresent(DefaultValue.class)) {
      throw site.refused(
          "@DefaultValue is for parameters with @QueryParam, @HeaderParam or @CookieParam."
              + " Add one.");
    }
  }

  /** An annotation: the place, and the name if it gives one. */
  private record Found(TextPlace place, String name) {}
}
