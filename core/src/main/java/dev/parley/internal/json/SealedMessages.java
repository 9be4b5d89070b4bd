package dev.parley.internal.json;

import dev.parley.ConfigurationException;
import dev.parley.Discriminator;
import dev.parley.MessageType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Sealed interfaces of records as messages that carry their type in a property. */
final class SealedMessages {
  private static final String DEFAULT_PROPERTY = "type";

  private SealedMessages() {}

  /** Tells whether a type is such an interface: each of its leaves is a record. */
  static boolean isFamily(Class<?> type) {
    return type.isInterface() && type.isSealed() && leaves(type).stream().allMatch(Class::isRecord);
  }

  /** The family that a record belongs to; empty if it belongs to none or to several. */
  static Optional<Class<?>> familyOf(Class<?> type) {
    if (isFamily(type)) {
      return Optional.of(outermost(type));
    }
    if (!type.isRecord()) {
      return Optional.empty();
    }
    List<Class<?>> families =
        Arrays.stream(type.getInterfaces())
            .filter(SealedMessages::isFamily)
            .<Class<?>>map(SealedMessages::outermost)
            .distinct()
            .toList();
    return families.size() == 1 ? Optional.of(families.getFirst()) : Optional.empty();
  }

  /** The property that holds the type. */
  static String property(Class<?> family) {
    var named = family.getAnnotation(Discriminator.class);
    return named == null ? DEFAULT_PROPERTY : named.value();
  }

  /** The records by their names on the wire. */
  static Map<String, Class<?>> recordsByName(Class<?> family) {
    var records = new LinkedHashMap<String, Class<?>>();
    for (var leaf : leaves(family)) {
      var before = records.putIfAbsent(name(leaf), leaf);
      if (before != null) {
        throw new ConfigurationException(
            before.getName()
                + " and "
                + leaf.getName()
                + " are both '"
                + name(leaf)
                + "' within "
                + family.getName()
                + ".\n  Give one of them another name with @MessageType.");
      }
    }
    return records;
  }

  /** The name of a record on the wire. */
  static String name(Class<?> leaf) {
    var named = leaf.getAnnotation(MessageType.class);
    if (named != null) {
      return named.value();
    }
    String simple = leaf.getSimpleName();
    return simple.substring(0, 1).toLowerCase(Locale.ROOT) + simple.substring(1);
  }

  private static Class<?> outermost(Class<?> family) {
    for (var parent : family.getInterfaces()) {
      if (isFamily(parent)) {
        return outermost(parent);
      }
    }
    return family;
  }

  private static List<Class<?>> leaves(Class<?> type) {
    var leaves = new ArrayList<Class<?>>();
    for (var permitted : type.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        leaves.addAll(leaves(permitted));
      } else {
        leaves.add(permitted);
      }
    }
    return leaves;
  }
}
