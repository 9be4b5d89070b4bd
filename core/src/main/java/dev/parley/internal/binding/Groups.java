package dev.parley.internal.binding;

import dev.parley.internal.inject.GenericType;
import dev.parley.internal.inject.RequestReader;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Set;

/** Records as groups of parameters: their components carry the annotations. */
final class Groups {
  private final TextParameters texts;

  Groups(TextParameters texts) {
    this.texts = texts;
  }

  /** Tells whether a type is a record that has a component with an annotation, at any depth. */
  static boolean isGroup(Type type) {
    return isGroup(GenericType.raw(type), new HashSet<>());
  }

  /**
   * Makes the reader of a group.
   *
   * @throws dev.parley.ConfigurationException if one of its components cannot be read
   */
  GroupReader reader(Class<?> type, GroupReader.GroupCheck check) {
    var readers = new LinkedHashMap<String, RequestReader>();
    for (var component : type.getRecordComponents()) {
      readers.put(component.getName(), reader(component));
    }
    return new GroupReader(type, readers, check);
  }

  private RequestReader reader(RecordComponent component) {
    var site = Site.of(component);
    var text = texts.reader(site, ValueCheck.NONE);
    if (text.isPresent()) {
      return text.get();
    }
    if (!isGroup(component.getType())) {
      throw site.refused(
          """
          the other components come from the request, but it has no annotation.
            Add @PathParam, @QueryParam, @HeaderParam or @CookieParam.\
          """);
    }
    return reader(component.getType(), GroupReader.GroupCheck.NONE);
  }

  private static boolean isGroup(Class<?> type, Set<Class<?>> seen) {
    return type.isRecord()
        && seen.add(type)
        && Arrays.stream(type.getRecordComponents())
            .anyMatch(component ->
                TextParameters.isAnnotated(Site.of(component))
                    || isGroup(component.getType(), seen));
  }
}
